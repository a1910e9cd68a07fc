import { expect, test } from "vitest";
import { linkData } from "../../src/features/coverlink/rules.ts";
import { statusOnData } from "../../src/features/unitstatus/rules.ts";
import { ON_DATA } from "../../src/features/unitstatus/view.ts";
import { ONE_DATA } from "../../src/features/coverlink/view.ts";

const FAR = { stationId: 999_999_999_999, id: 999_999_999_998 };

test("what a button says of something of a station is read back, station first, and fits Telegram's 64 bytes", () => {
  const said = [
    { data: statusOnData(FAR, "moved_out", "2026-11-22"), pattern: ON_DATA, more: ["moved_out", "2026-11-22"] },
    { data: linkData(FAR, 999_999_999_997), pattern: ONE_DATA, more: ["999999999997"] },
  ];
  for (const { data, pattern, more } of said) {
    expect(Buffer.byteLength(data)).toBeLessThanOrEqual(64);
    expect(pattern.exec(data)?.slice(1)).toEqual(["999999999999", "999999999998", ...more]);
  }
});
