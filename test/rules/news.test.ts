import { expect, test } from "vitest";
import { tellingAt } from "../../src/features/news/rules.ts";

const ZONE = "Asia/Shanghai";
const local = (text: string) => new Date(`2026-11-${text.replace(" ", "T")}:00+08:00`);

test.each([
  ["by day at once", ["28 15:00"], "26 12:00", "26 12:00"],
  ["in the last minute of the evening at once", ["28 15:00"], "26 21:29", "26 21:29"],
  ["at night in the morning", ["28 15:00"], "26 21:30", "27 08:00"],
  ["after midnight the same morning", ["28 15:00"], "27 03:00", "27 08:00"],
  ["at night at once where it begins before ten", ["27 09:59"], "26 23:00", "26 23:00"],
  ["at night in the morning where it begins at ten", ["27 10:00"], "26 23:00", "27 08:00"],
  ["at once where it was to begin early, and is later now", ["28 15:00", "27 07:00"], "26 23:00", "26 23:00"],
  ["in the morning where what was earlier is over", ["28 15:00", "25 07:00"], "26 23:00", "27 08:00"],
])("a change is told %s", (_, starts, now, told) => {
  expect(tellingAt(starts.map(local), ZONE, local(now))).toEqual(local(told));
});
