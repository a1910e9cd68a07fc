import type { Offence, Source } from "./source.ts";

const inFeatures = (sources: readonly Source[]) => sources.filter(({ path }) => path.startsWith("src/features/"));

function placesOf(sources: readonly Source[], pattern: RegExp): Map<string, string[]> {
  const places = new Map<string, string[]>();
  for (const { path, code } of sources) {
    for (const match of code.matchAll(pattern)) places.set(match[1] ?? "", [...places.get(match[1] ?? "") ?? [], path]);
  }
  return places;
}

/** Commands of the register that nobody mounts, or more than one. */
export function commandOffences(sources: readonly Source[], names: readonly string[]): Offence[] {
  const mounted = placesOf(inFeatures(sources), /\bon(?:Station)?Command\(\s*bot\s*,\s*["'](\w+)["']/g);
  return [
    ...names.filter((name) => (mounted.get(name) ?? []).length === 0).map((name) => ({
      path: "src/features/command/rules.ts",
      says: `has /${name}, but no bot.ts mounts it: the menu would offer a command that answers nothing. Write onCommand or onStationCommand(bot, "${name}", …) in its feature, or take it out of the register.`,
    })),
    ...[...mounted].filter(([, paths]) => paths.length > 1).map(([name, paths]) => ({
      path: paths.join(", "), says: `mount /${name} more than once: it would be answered twice. Keep one.`,
    })),
  ];
}

/** Kinds that are owed but have no job to render them, or more than one; and jobs for what nobody owes. */
export function owedOffences(sources: readonly Source[], jobKinds: readonly string[]): Offence[] {
  const owed = placesOf(inFeatures(sources), /\bowed\s*(?:<[^()]*>)?\s*\(\s*["']([\w.]+)["']/g);
  const jobs = (kind: string) => jobKinds.filter((one) => one === kind).length;
  return [
    ...[...owed].filter(([kind]) => jobs(kind) !== 1).map(([kind, paths]) => ({
      path: paths.join(", "),
      says: `owes "${kind}", which has ${jobs(kind)} jobs in src/jobs.ts instead of one: the message would ${jobs(kind) === 0 ? "never be sent" : "be rendered by chance"}.`,
    })),
    ...[...owed].filter(([, paths]) => paths.length > 1).map(([kind, paths]) => ({
      path: paths.join(", "), says: `declare "${kind}" more than once; a kind has one owner.`,
    })),
    ...[...new Set(jobKinds)].filter((kind) => !owed.has(kind)).map((kind) => ({
      path: "src/jobs.ts", says: `renders "${kind}", which no actions.ts owes. Take the job away, or owe it with owed("${kind}", …).`,
    })),
  ];
}

/** Features whose bot.ts or jobs.ts nobody mounts: they would be silent. */
export function mountOffences(sources: readonly Source[]): Offence[] {
  const loadsOf = (path: string) => new Set(sources.find((source) => source.path === path)?.imports.map(({ target }) => target));
  const lists = { bot: loadsOf("src/bot.ts"), jobs: loadsOf("src/jobs.ts") };
  return inFeatures(sources).flatMap(({ path }) => {
    const list = /\/(bot|jobs)\.ts$/.exec(path)?.[1] as keyof typeof lists | undefined;
    return list === undefined || lists[list].has(path) ? [] : [{ path, says: `is not mounted in src/${list}.ts, so nobody will ever hear of it. Add it there.` }];
  });
}

function shapeOf(value: unknown, at: string): Map<string, string> {
  if (typeof value === "string") return new Map([[at, value.trim() === "" ? "an empty text" : "a text"]]);
  if (typeof value === "function") return new Map([[at, `a text with ${value.length} gaps`]]);
  if (typeof value === "object" && value !== null) {
    return new Map(Object.entries(value).flatMap(([key, inner]) => [...shapeOf(inner, at === "" ? key : `${at}.${key}`)]));
  }
  return new Map([[at, `a ${typeof value}`]]);
}

/** Texts that one language has and the other has not, or has otherwise. */
export function wordingOffences(contract: unknown, translation: unknown): Offence[] {
  const [here, there] = [shapeOf(contract, ""), shapeOf(translation, "")];
  const keys = [...new Set([...here.keys(), ...there.keys()])].toSorted();
  return keys.filter((key) => here.get(key) !== there.get(key) || here.get(key) === "an empty text").map((key) => ({
    path: `src/i18n: ${key}`,
    says: `is ${here.get(key) ?? "missing"} in Chinese and ${there.get(key) ?? "missing"} in English. Both languages say everything.`,
  }));
}
