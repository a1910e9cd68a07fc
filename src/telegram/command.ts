import type { Composer } from "grammy";
import type { BotContext, StationScope } from "../context.ts";
import { COMMANDS, isPlacedAt, type CommandName, type Where } from "../features/command/rules.ts";
import { say } from "./say.ts";

/** Mounts a command of the register; one written in a place where it does not belong is told where it does. */
export function onCommand(
  bot: Composer<BotContext>,
  name: CommandName,
  run: (ctx: BotContext, rest: string) => Promise<void>,
): void {
  bot.filter((ctx) => ctx.command?.name === name, async (ctx) => {
    if (isPlacedAt(name, ctx.place.kind)) return run(ctx, ctx.command?.rest ?? "");
    const inPrivate = (COMMANDS[name].where as readonly Where[]).includes("private");
    const text = inPrivate ? ctx.t.system.notHere.private : ctx.t.system.notHere.group;
    const told = await ctx.answer.tell({ text });
    if (!told) await ctx.answer.react("🤔");
  });
}

interface Clock {
  readonly now: Date;
  readonly zone: string;
}

type OfStation = (ctx: BotContext, station: StationScope, rest: string) => Promise<void>;

/** The same for a command that is about a station; somebody who has none reads how to come to one. */
export function onStationCommand(bot: Composer<BotContext>, name: CommandName, run: OfStation): void {
  onCommand(bot, name, (ctx, rest) => ctx.station ? run(ctx, ctx.station, rest) : say(ctx, (t) => t.system.needsStation));
}

/** Mounts one kind of line of a command that several features hear; `read` gives null or false for the lines of the others, which are passed on. Somebody who has no station reads how to come to one. */
export function onLine<Line>(
  bot: Composer<BotContext>,
  name: CommandName,
  read: (rest: string, clock: Clock) => Line | null | false,
  run: (ctx: BotContext, station: StationScope, line: Line) => Promise<void>,
): void {
  bot.filter((ctx) => ctx.command?.name === name && isPlacedAt(name, ctx.place.kind), async (ctx, next) => {
    const { station } = ctx;
    const line = read(ctx.command?.rest ?? "", { now: ctx.scope.now, zone: station?.timeZone ?? ctx.setting.defaultTimeZone });
    if (line === null || line === false) return next();
    await (station ? run(ctx, station, line) : say(ctx, (t) => t.system.needsStation));
  });
}

/** The same for a line that reads as a verb of the command. */
export function onVerb<Line extends { readonly verb: string }, Verb extends Line["verb"]>(
  bot: Composer<BotContext>,
  name: CommandName,
  { parse, verb }: { parse(rest: string, clock: Clock): Line; verb: Verb },
  run: (ctx: BotContext, station: StationScope, line: Line & { readonly verb: Verb }) => Promise<void>,
): void {
  const isIts = (line: Line): line is Line & { readonly verb: Verb } => line.verb === verb;
  onLine(bot, name, (rest, clock) => {
    const line = parse(rest, clock);
    return isIts(line) ? line : null;
  }, run);
}

/** Mounts what a link of the bot's own leads to: `code` is what follows the prefix. */
export function onStart(bot: Composer<BotContext>, prefix: string, run: (ctx: BotContext, code: string) => Promise<void>): void {
  bot.filter((ctx) => ctx.place.kind === "private" && ctx.command?.name === "start" && ctx.command.rest.startsWith(prefix),
    (ctx) => run(ctx, (ctx.command?.rest ?? "").slice(prefix.length)));
}

type Act = (ctx: BotContext, station: StationScope, parts: readonly string[]) => Promise<void>;

function onButtonAt(places: readonly Where[], bot: Composer<BotContext>, data: RegExp, act: Act): void {
  bot.filter((ctx) => places.some((kind) => kind === ctx.place.kind)).callbackQuery(data, async (ctx) => {
    const [, stationId, ...parts] = Array.from(ctx.match, (part) => part ?? "");
    const station = await ctx.stationOf(Number(stationId));
    await (station ? act(ctx, station, parts) : say(ctx, (t) => t.system.notForYou));
  });
}

/** Mounts a button of the private chat whose data names its station first: it acts there, whichever station the person speaks of now. */
export function onStationButton(bot: Composer<BotContext>, data: RegExp, act: Act): void {
  onButtonAt(["private"], bot, data, act);
}

/** The same for a button that stands in the organizers' group too, or in the groups that are said; there it acts only where the station it names is the group's own. */
export function onSharedButton(bot: Composer<BotContext>, data: RegExp, act: Act, groups: readonly Where[] = ["organizer"]): void {
  onButtonAt(["private", ...groups], bot, data, act);
}

/** Words in private that are no command, not even a mistyped one. */
export function isTalk(ctx: BotContext): boolean {
  return ctx.place.kind === "private" && ctx.command === null && ctx.message?.text?.startsWith("/") === false;
}
