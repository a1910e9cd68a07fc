import { eq } from "drizzle-orm";
import { scopeNode } from "../../src/db/schema-node.ts";
import type { Person } from "../../src/playground/emulator/state.ts";
import type { Bench } from "./bench.ts";
import { dataOf } from "./talk.ts";

/** A body that this person makes by the command; its number. */
export async function founds(bench: Bench, person: Person, name: string): Promise<number> {
  await bench.as(person).types(`/scope create ${name}`);
  const [made] = await bench.database.db.select({ id: scopeNode.id }).from(scopeNode).where(eq(scopeNode.name, name));
  bench.emulator.markAllSeen();
  if (!made) throw new Error(`${name} was not made`);
  return made.id;
}

/** What a link of a body hands to Start. */
export async function bodyLink(bench: Bench, keeper: Person, nodeId: number, purpose: "child" | "keeper" | "reader"): Promise<string> {
  await bench.as(keeper).types(`/scope ${nodeId} link ${purpose}`);
  const payload = /\?start=(scope-\S+)/.exec(bench.as(keeper).reads().text)?.[1];
  if (payload === undefined) throw new Error("no link");
  return payload;
}

/** Somebody new takes up a keeper's or a reader's link. */
export async function takesUp(bench: Bench, keeper: Person, nodeId: number, purpose: "keeper" | "reader", firstName: string, languageCode = "en"): Promise<Person> {
  const person = bench.emulator.addPerson({ firstName, languageCode });
  await bench.as(person).starts(await bodyLink(bench, keeper, nodeId, purpose));
  const asked = bench.as(person).reads();
  await bench.as(person).forges(asked, asked.keyboard[0]?.[0]?.callback_data ?? "");
  bench.emulator.markAllSeen();
  return person;
}

/** A lead or keeper puts the one thing that is theirs below the body of a link, from the first day that is offered. */
export async function putsBelow(bench: Bench, keeper: Person, nodeId: number, who: Person): Promise<void> {
  await bench.as(who).starts(await bodyLink(bench, keeper, nodeId, "child"));
  const asked = bench.as(who).reads();
  await bench.as(who).forges(asked, dataOf(asked, asked.keyboard[0]?.[0]?.text ?? ""));
  bench.emulator.markAllSeen();
}
