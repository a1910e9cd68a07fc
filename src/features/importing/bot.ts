import { Composer } from "grammy";
import type { BotContext, Followed, Outgoing, StationScope } from "../../context.ts";
import { onStationButton, onStationCommand } from "../../telegram/command.ts";
import { say } from "../../telegram/say.ts";
import { UnreadableFile } from "../../workbook/decode.ts";
import { MAX_FILE_BYTES } from "../../workbook/limit.ts";
import { readTable } from "../../workbook/read.ts";
import { writeTables } from "../../workbook/write.ts";
import { isSheet } from "../sheet/rules.ts";
import type { Of } from "../staging/actions.ts";
import {
  applyImport, beginImport, dropImport, judgeAgain, judgeImport, mayImport, readLatest, readWrong, takeRows, undoImport, type Heading,
} from "./actions.ts";
import {
  appliedMessage, askTemplateMessage, DATA, headerOf, notUndoneMessage, previewMessage, refusedMessage, TEMPLATE_DATA, templateName, templateSheets,
  undoneMessage, unknownMessage, usageMessage, wrongName, wrongSheet,
} from "./view.ts";

export const bot = new Composer<BotContext>();

const reading = (ctx: BotContext, { timeZone }: StationScope) => ({ locale: ctx.locale, now: ctx.scope.now, timeZone });

async function sendTemplate(ctx: BotContext, { stationId }: StationScope, sheet: string): Promise<void> {
  if (!isSheet(sheet)) return ctx.answer.reply(askTemplateMessage(ctx.t, stationId));
  await ctx.answer.document(await writeTables(templateSheets(ctx.t, sheet)), templateName(sheet), ctx.t.importing.templateCaption);
}

onStationCommand(bot, "import", async (ctx, station, rest) => {
  if (!await mayImport(station)) return say(ctx, (t) => t.importing.refusals.notForYou);
  const template = /^(?:template|模板)\s*(\w*)/iu.exec(rest);
  if (template) return sendTemplate(ctx, station, (template[1] ?? "").toLowerCase());
  await ctx.answer.reply(usageMessage(ctx.t, await readLatest(station), reading(ctx, station)));
});

type Taken = { readonly of: Of; readonly heading: Heading };

/** The rows of a file, kept as they come; or what is to be said of a file that is no table. */
async function takeIn(ctx: BotContext, station: StationScope, bytes: Uint8Array, shown: Followed): Promise<Taken | Outgoing> {
  let taken: Taken | null = null;
  let count = 0;
  for await (const { line, rows } of readTable(bytes)) {
    const filled = rows.map((cells, at) => ({ line: line + at, cells })).filter(({ cells }) => cells.some((cell) => cell.trim() !== ""));
    if (!taken) {
      const first = filled.shift();
      if (!first) continue;
      const header = headerOf(first.cells);
      if (!header) return unknownMessage(ctx.t, station.stationId, first.cells);
      const heading = { sheet: header.sheet, cells: first.cells, columns: header.columns };
      taken = { heading, of: await beginImport(station, heading) };
    }
    if (filled.length > 0) await takeRows(station, taken.of, taken.heading, filled);
    count += filled.length;
    shown.show({ text: ctx.t.importing.readingRows(count) });
  }
  return taken ?? { text: ctx.t.importing.unreadable.empty };
}

const comparing = (ctx: BotContext, shown: Followed) => (line: number, last: number) => shown.show({ text: ctx.t.importing.comparing(line, last) });

async function readFile(ctx: BotContext, station: StationScope, bytes: Uint8Array, shown: Followed): Promise<Outgoing> {
  try {
    const taken = await takeIn(ctx, station, bytes, shown);
    return "text" in taken ? taken : previewMessage(ctx.t, await judgeImport(station, taken.of, taken.heading.sheet, comparing(ctx, shown)));
  } catch (error) {
    if (error instanceof UnreadableFile) return { text: ctx.t.importing.unreadable[error.reason] };
    throw error;
  }
}

bot.filter((ctx) => ctx.place.kind === "private" && ctx.message?.document !== undefined, async (ctx) => {
  const file = ctx.message?.document;
  const { station, t } = ctx;
  if (!file) return;
  if (!station) return say(ctx, () => t.importing.unreadable.needsStation);
  if (!await mayImport(station)) return say(ctx, () => t.importing.refusals.notForYou);
  if ((file.file_size ?? 0) > MAX_FILE_BYTES) return say(ctx, () => t.importing.unreadable.tooLarge);
  const received = await ctx.receive(file.file_id, MAX_FILE_BYTES);
  if (!received.ok) return say(ctx, () => t.importing.unreadable[received.reason]);
  const shown = await ctx.answer.follow({ text: t.importing.reading((file.file_name ?? "").slice(0, 60)) });
  try {
    await shown.end(await readFile(ctx, station, received.bytes, shown));
  } finally {
    shown.stop();
  }
});

async function apply(ctx: BotContext, station: StationScope, importId: number): Promise<void> {
  const shown = await ctx.answer.follow({ text: ctx.t.importing.applying(0) });
  try {
    const result = await applyImport(station, importId, (share) => shown.show({ text: ctx.t.importing.applying(Math.floor(share * 100)) }));
    await shown.end(result.ok ? appliedMessage(ctx.t, result.applied, reading(ctx, station)) : refusedMessage(ctx.t, result.reason, { stationId: station.stationId, importId }));
  } finally {
    shown.stop();
  }
}

async function undo(ctx: BotContext, station: StationScope, importId: number): Promise<void> {
  const shown = await ctx.answer.follow({ text: ctx.t.importing.undoing(0) });
  try {
    const result = await undoImport(station, importId, (share) => shown.show({ text: ctx.t.importing.undoing(Math.floor(share * 100)) }));
    await shown.end(result.ok ? undoneMessage(ctx.t, result.sheet) : notUndoneMessage(ctx.t, result));
  } finally {
    shown.stop();
  }
}

async function again(ctx: BotContext, station: StationScope, importId: number): Promise<void> {
  const shown = await ctx.answer.follow({ text: ctx.t.importing.comparingAgain });
  try {
    const result = await judgeAgain(station, importId, comparing(ctx, shown));
    await shown.end(result.ok ? previewMessage(ctx.t, result.preview) : refusedMessage(ctx.t, result.reason, { stationId: station.stationId, importId }));
  } finally {
    shown.stop();
  }
}

async function drop(ctx: BotContext, station: StationScope, importId: number): Promise<void> {
  const result = await dropImport(station, importId);
  await ctx.answer.rewrite({ text: result.ok ? ctx.t.importing.dropped : ctx.t.importing.refusals.gone });
}

async function wrong(ctx: BotContext, station: StationScope, importId: number): Promise<void> {
  const file = await readWrong(station, importId);
  if (!file) return ctx.answer.reply({ text: ctx.t.importing.refusals.gone });
  await ctx.answer.document(await writeTables([wrongSheet(ctx.t, file)]), wrongName(file.sheet), ctx.t.importing.wrongCaption);
}

onStationButton(bot, TEMPLATE_DATA, async (ctx, station, [sheet = ""]) => {
  await ctx.answer.toast("");
  if (await mayImport(station)) await sendTemplate(ctx, station, sheet);
});

const VERBS = { apply, undo, again, drop, wrong };

onStationButton(bot, DATA, async (ctx, station, [verb, importId]) => {
  // The work takes longer than Telegram waits for an answer to a tap.
  await ctx.answer.toast("");
  await VERBS[verb as keyof typeof VERBS](ctx, station, Number(importId));
});
