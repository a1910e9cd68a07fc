import { tellBlocked } from "../members.ts";
import type { Person } from "../state.ts";
import type { World } from "../world.ts";
import { findPerson } from "./refs.ts";
import type { Ref } from "./refs.ts";

export type NewPerson = {
  firstName: string;
  lastName?: string;
  username?: string;
  languageCode?: string;
  id?: number;
  isBot?: boolean;
};

export function addPerson(world: World, given: NewPerson): Person {
  const { id = world.state.nextPersonId++, isBot = false, ...rest } = given;
  if (id <= 0 || world.state.people.has(id)) throw new Error(`The id ${id} is taken or not a person's.`);
  const person: Person = { ...rest, id, isBot, started: false, blocked: false, deactivated: false };
  world.state.people.set(id, person);
  world.emit({ type: "person", personId: id });
  return { ...person };
}

export function people(world: World): Person[] {
  return [...world.state.people.values()].map((person) => ({ ...person }));
}

export function block(world: World, ref: Ref): void {
  const person = findPerson(world, ref);
  if (person.blocked) return;
  person.blocked = true;
  tellBlocked(world, person, true);
  world.emit({ type: "person", personId: person.id });
}

export function unblock(world: World, ref: Ref): void {
  const person = findPerson(world, ref);
  if (!person.blocked) return;
  person.blocked = false;
  tellBlocked(world, person, false);
  world.emit({ type: "person", personId: person.id });
}

/** Their account is gone: nobody can write to it any more. */
export function deactivate(world: World, ref: Ref): void {
  const person = findPerson(world, ref);
  person.deactivated = true;
  world.emit({ type: "person", personId: person.id });
}

export function renamePerson(world: World, ref: Ref, firstName: string): void {
  const person = findPerson(world, ref);
  person.firstName = firstName;
  world.emit({ type: "person", personId: person.id });
}

export function speakLanguage(world: World, ref: Ref, languageCode: string): void {
  findPerson(world, ref).languageCode = languageCode;
}
