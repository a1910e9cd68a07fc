import type { World } from "../world.ts";
import * as groups from "./groups.ts";
import * as looking from "./looking.ts";
import * as membership from "./membership.ts";
import * as roster from "./roster.ts";
import * as talking from "./talking.ts";
import * as tapping from "./tapping.ts";
import * as topics from "./topics.ts";
import * as voting from "./voting.ts";

const verbs = { ...roster, ...groups, ...membership, ...topics, ...talking, ...tapping, ...voting, ...looking };

type Verbs = typeof verbs;
type Bound<F> = F extends (world: World, ...rest: infer Rest) => infer Result ? (...rest: Rest) => Result : never;

/** Everything that people can do, without the world as first argument. */
export type People = { [Name in keyof Verbs]: Bound<Verbs[Name]> };

export const verbNames = Object.keys(verbs) as (keyof Verbs)[];

export function bindPeople(world: World): People {
  const bound = Object.entries(verbs).map(([name, verb]) => {
    const run = verb as (world: World, ...rest: unknown[]) => unknown;
    return [name, (...rest: unknown[]) => run(world, ...rest)] as const;
  });
  return Object.fromEntries(bound) as People;
}
