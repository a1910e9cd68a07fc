import type { StationScope } from "../../src/context.ts";
import { takeUp } from "../../src/features/commission/actions.ts";
import { addInstructor } from "../../src/features/instructor/actions.ts";
import type { InstructorFields } from "../../src/features/instructor/rules.ts";
import { addUnit, type NewUnit } from "../../src/features/unit/actions.ts";
import type { Person } from "../../src/playground/emulator/state.ts";
import { scopeOf } from "./activities.ts";
import type { Established } from "./arrange.ts";
import type { Bench } from "./bench.ts";

/** Units by the real action, in operation since the start of the year. */
export async function enters(bench: Bench, at: Established, codes: readonly string[], more: Partial<NewUnit> = {}): Promise<void> {
  const scope = await scopeOf(bench, at, at.lead);
  for (const code of codes) {
    const made = await addUnit(scope, { code, kind: "micro_enterprise", area: "A", enteredOn: "2026-01-01", ...more });
    if (!made.ok) throw new Error(`${code}: ${made.reason}`);
  }
}

/** An instructor by the real action, whom nobody has taken up. */
export async function entersInstructor(bench: Bench, at: Established, code: string, fields: Partial<InstructorFields> = {}): Promise<string> {
  const scope: StationScope = await scopeOf(bench, at, at.lead);
  const made = await addInstructor(scope, { code, fields, activeFrom: "2026-01-01" });
  if (!made.ok) throw new Error(`${code}: ${made.reason}`);
  return made.link;
}

/** Somebody who has opened the private chat and taken the code up. */
export async function enlists(bench: Bench, at: Established, code: string, fields: Partial<InstructorFields> = {}, languageCode = "en"): Promise<Person> {
  const link = await entersInstructor(bench, at, code, fields);
  const person = bench.emulator.addPerson({ firstName: `Holder of ${code}`, languageCode });
  bench.emulator.start(person);
  await bench.run();
  const taken = await takeUp(bench.scope(), link, { userId: person.id, locale: languageCode === "en" ? "en" : "zh-CN" });
  if (!taken.ok) throw new Error(`${code}: ${taken.reason}`);
  bench.emulator.markAllSeen();
  return person;
}
