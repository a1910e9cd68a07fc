import { eq } from "drizzle-orm";
import { digestSchedule } from "../../src/db/schema-coverage.ts";
import { chat, station } from "../../src/db/schema.ts";
import { USUAL_SCHEDULE } from "../../src/features/digest/rules.ts";
import { joinStation } from "../../src/features/member/actions.ts";
import { readJoinPath } from "../../src/features/member/rules.ts";
import { CONSENT_VERSION } from "../../src/features/consent/rules.ts";
import type { Person } from "../../src/playground/emulator/state.ts";
import type { ChatMessage, ChatView } from "../../src/playground/emulator/views.ts";
import type { Bench } from "./bench.ts";

export interface Established {
  readonly lead: Person;
  readonly organizerGroup: ChatView;
  readonly memberGroup: ChatView;
  readonly stationId: number;
  /** What the join link hands to /start. */
  readonly joinPayload: string;
}

function firstButton(message: ChatMessage): string {
  const button = message.keyboard[0]?.[0];
  if (!button) throw new Error(`no button under: ${message.text}`);
  return button.text;
}

/** A station with an organizers' group and a members' group, set up by the commands that a lead would write; without weekly digests unless the test is about them. */
export async function establish(bench: Bench, options: { locale?: "en" | "zh-CN"; name?: string; digest?: boolean } = {}): Promise<Established> {
  const { emulator } = bench;
  const languageCode = options.locale === "zh-CN" ? "zh-hans" : "en";
  const lead = emulator.addPerson({ firstName: "Lead", languageCode });
  const organizerGroup = emulator.addGroup({ title: "Organizers", owner: lead, quietly: true });
  const memberGroup = emulator.addGroup({ title: "Members", owner: lead, quietly: true });
  await bench.as(lead).starts();
  const inOrganizers = bench.as(lead, organizerGroup);
  await inOrganizers.types(`/setup ${options.name ?? "Example station"}`);
  const asked = inOrganizers.reads();
  await inOrganizers.taps(asked, firstButton(asked));
  await bench.as(lead).types("/chat link");
  const line = /\/setup \S+/.exec(bench.as(lead).reads().text)?.[0];
  if (line === undefined) throw new Error("the link code was not told");
  const inMembers = bench.as(lead, memberGroup);
  await inMembers.types(line);
  const confirm = inMembers.reads();
  await inMembers.taps(confirm, firstButton(confirm));
  await bench.settle();
  emulator.markAllSeen();
  const [made] = await bench.database.db.select().from(station).where(eq(station.name, options.name ?? "Example station"));
  if (!made) throw new Error("no station was made");
  if (options.digest !== true) {
    const groups = await bench.database.db.select({ stationId: chat.stationId, chatId: chat.id }).from(chat).where(eq(chat.stationId, made.id));
    await bench.database.db.insert(digestSchedule).values(groups.map((group) => ({ ...group, ...USUAL_SCHEDULE, isOff: true })));
  }
  return { lead, organizerGroup, memberGroup, stationId: made.id, joinPayload: `join-${made.id}-${made.joinCode}` };
}

/** Somebody who has joined by the real action, and has opened the private chat. */
export async function enrol(
  bench: Bench,
  at: Established,
  firstName: string,
  options: { attendance?: boolean; reminders?: boolean; aliasShown?: boolean; languageCode?: string } = {},
): Promise<Person> {
  const { emulator } = bench;
  const person = emulator.addPerson({ firstName, languageCode: options.languageCode ?? "en" });
  emulator.join(person, at.memberGroup);
  emulator.start(person);
  await bench.run();
  await joinToo(bench, at, person, options);
  emulator.markAllSeen();
  return person;
}

/** Somebody who has opened the private chat joins, by the real action. */
export async function joinToo(
  bench: Bench,
  at: Established,
  person: Person,
  options: { attendance?: boolean; reminders?: boolean; aliasShown?: boolean } = {},
): Promise<void> {
  const path = readJoinPath(at.joinPayload);
  if (!path) throw new Error(`not a join link: ${at.joinPayload}`);
  const answers = [true, options.attendance ?? true, options.reminders ?? true, options.aliasShown ?? false];
  const joined = await joinStation(bench.scope(), { userId: person.id, locale: "en", aliasPrefix: "Member" }, {
    path, answers: `a${answers.map((yes) => (yes ? "y" : "n")).join("")}`, version: CONSENT_VERSION,
  });
  if (!joined.ok) throw new Error(`could not join: ${joined.reason}`);
}
