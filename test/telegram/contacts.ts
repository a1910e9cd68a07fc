import { becomeContact, inviteContact } from "../../src/features/contactlink/actions.ts";
import { CONTACT_VERSION } from "../../src/features/contact/rules.ts";
import type { Person } from "../../src/playground/emulator/state.ts";
import { scopeOf } from "./activities.ts";
import type { Established } from "./arrange.ts";
import type { Bench } from "./bench.ts";

/** The code of a fresh link for a unit's contact, by the real action. */
export async function invitesContact(bench: Bench, at: Established, unitCode: string): Promise<string> {
  const made = await inviteContact(await scopeOf(bench, at, at.lead), unitCode);
  if (!made.ok) throw new Error(`${unitCode}: ${made.reason}`);
  return made.code;
}

/** Somebody who has opened the private chat and become a unit's contact. */
export async function contactOf(bench: Bench, at: Established, unitCode: string, known?: Person): Promise<Person> {
  const code = await invitesContact(bench, at, unitCode);
  const person = known ?? bench.emulator.addPerson({ firstName: `Somebody at ${unitCode}`, languageCode: "en" });
  if (!known) bench.emulator.start(person);
  await bench.run();
  const result = await becomeContact(bench.scope(), { code, version: CONTACT_VERSION }, { userId: person.id, locale: "en" });
  if (!result.ok) throw new Error(`${unitCode}: ${result.reason}`);
  bench.emulator.markAllSeen();
  return person;
}
