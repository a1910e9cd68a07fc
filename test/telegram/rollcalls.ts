import { asc } from "drizzle-orm";
import type { StationId } from "../../src/context.ts";
import { rollCall } from "../../src/db/schema.ts";
import { checkIn } from "../../src/db/schema-reply.ts";
import type { Role } from "../../src/features/command/rules.ts";
import { createAccount } from "../../src/features/member/actions.ts";
import { grantRole } from "../../src/features/role/actions.ts";
import { stationScope } from "../../src/features/station/actions.ts";
import type { Person } from "../../src/playground/emulator/state.ts";
import type { ChatMessage, ChatView } from "../../src/playground/emulator/views.ts";
import type { Established } from "./arrange.ts";
import type { Bench } from "./bench.ts";

export const HOUR_MS = 3_600_000;

export const labels = (message: ChatMessage) => message.keyboard.map((row) => row.map(({ text }) => text));

export async function readRollCalls(bench: Bench) {
  return bench.database.db.select().from(rollCall).orderBy(asc(rollCall.id));
}

export async function readCheckIns(bench: Bench) {
  return bench.database.db.select().from(checkIn).orderBy(asc(checkIn.rollCallId), asc(checkIn.accountId));
}

/** The newest board in the group, once all that is owed has been sent. */
export async function boardIn(bench: Bench, group: ChatView): Promise<ChatMessage> {
  await bench.settle();
  const boards = bench.emulator.messages(group, { peek: true }).filter(({ fromBot, text }) => fromBot && text.startsWith("📋"));
  const newest = boards.at(-1);
  if (!newest) throw new Error("no board in this group");
  return bench.emulator.message(newest);
}

/** The lead opens one in the members' group; the control message is looked at. */
export async function openRollCall(bench: Bench, at: Established, line = "/rollcall Meeting for 1h"): Promise<{ board: ChatMessage; control: ChatMessage; id: number }> {
  const said = await bench.as(at.lead, at.memberGroup).types(line);
  if (said.reactions[0] !== "👌") throw new Error(`not opened: ${line}`);
  const board = await boardIn(bench, at.memberGroup);
  const control = bench.as(at.lead).reads();
  return { board, control, id: (await readRollCalls(bench)).at(-1)?.id ?? 0 };
}

/** A further group of the same station's members. */
export async function linkGroup(bench: Bench, at: Established, title: string, topics?: string[]): Promise<ChatView> {
  const { emulator } = bench;
  const group = emulator.addGroup({ title, owner: at.lead, quietly: true, ...(topics && { topics }) });
  await bench.as(at.lead).types("/chat link");
  const line = /\/setup \S+/.exec(bench.as(at.lead).reads().text)?.[0] ?? "";
  const inGroup = bench.as(at.lead, group);
  await inGroup.types(line);
  const asked = inGroup.reads();
  await inGroup.taps(asked, asked.keyboard[0]?.[0]?.text ?? "");
  await bench.settle();
  emulator.markAllSeen();
  return group;
}

/** Somebody who holds a role by the real action, is in both groups and has opened the private chat. */
export async function withRole(bench: Bench, at: Established, firstName: string, role: Role): Promise<Person> {
  const { emulator } = bench;
  const person = emulator.addPerson({ firstName, languageCode: "en" });
  emulator.join(person, at.organizerGroup);
  emulator.join(person, at.memberGroup);
  emulator.start(person);
  await bench.run();
  const scope = bench.scope();
  const facts = { stationId: at.stationId as StationId, stationName: "", timeZone: "Asia/Shanghai", stationLocale: "en" as const };
  await scope.act(async (tx) => {
    const accountId = await createAccount(tx, scope, { userId: person.id, locale: "en" });
    await grantRole(tx, stationScope(scope, facts, accountId), { accountId, role, throughOn: null, grantedBy: null });
  });
  emulator.markAllSeen();
  return person;
}
