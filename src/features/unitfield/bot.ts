import { Composer } from "grammy";
import { isTalk, onLine, onStationButton } from "../../telegram/command.ts";
import type { BotContext } from "../../context.ts";
import { say } from "../../telegram/say.ts";
import type { Employees } from "../unit/rules.ts";
import { readAddLine, readFieldLine } from "../unitline/rules.ts";
import { awaitField, changeByWords, changeFields, findAwaited, readEdited, type FieldsChanged } from "./actions.ts";
import type { Editable } from "./rules.ts";
import { ASK_DATA, askFieldMessage, changedMessage, CLEAR_DATA, EDIT_DATA, editMessage, EMPLOYEES_DATA, fieldRefusedText } from "./view.ts";

export const bot = new Composer<BotContext>();
const inPrivate = bot.filter((ctx) => ctx.place.kind === "private");

onLine(bot, "unit", (rest) => readAddLine(rest) === null ? readFieldLine(rest) : null, async (ctx, station, line) => {
  const [doubt] = line.doubts;
  if (doubt) return say(ctx, (t) => `${t.unit.doubts[doubt.reason](doubt.text)}\n${t.unitfield.usage}`);
  const changed = await changeFields(station, line.code, line.patch);
  if (!changed.ok) return say(ctx, (t) => fieldRefusedText(t, changed.reason));
  await ctx.answer.reply(changedMessage(ctx.t, changed.unit, ctx.place.kind === "private"));
});

onStationButton(bot, EDIT_DATA, async (ctx, station, [id]) => {
  const found = await readEdited(station, { id: Number(id) });
  if (!found.ok) return say(ctx, (t) => fieldRefusedText(t, found.reason));
  await ctx.answer.toast("");
  await ctx.answer.rewrite(editMessage(ctx.t, found.unit));
});

onStationButton(bot, ASK_DATA, async (ctx, station, [id, said]) => {
  const field = said as Editable;
  const found = await awaitField(station, Number(id), field);
  if (!found.ok) return say(ctx, (t) => fieldRefusedText(t, found.reason));
  await ctx.answer.toast("");
  await ctx.answer.rewrite(askFieldMessage(ctx.t, found.unit, field));
});

/** Shows what was changed in the place of what was tapped. */
async function show(ctx: BotContext, changed: FieldsChanged): Promise<void> {
  if (!changed.ok) return say(ctx, (t) => fieldRefusedText(t, changed.reason));
  await ctx.answer.toast("");
  await ctx.answer.rewrite(changedMessage(ctx.t, changed.unit, true));
}

onStationButton(bot, CLEAR_DATA, async (ctx, station, [id, field = ""]) => show(ctx, await changeFields(station, { id: Number(id) }, { [field]: null })));
onStationButton(bot, EMPLOYEES_DATA, async (ctx, station, [id, range]) => show(ctx, await changeFields(station, { id: Number(id) }, { employees: range as Employees })));

inPrivate.on("message:text").filter(isTalk, async (ctx, next) => {
  const { account } = ctx.person;
  const awaited = account && await findAwaited(ctx.scope, account.id);
  const station = awaited && await ctx.stationOf(awaited.stationId);
  if (!awaited || !station) return next();
  const changed = await changeByWords(station, awaited, ctx.message.text);
  await ctx.answer.reply(changed.ok ? changedMessage(ctx.t, changed.unit, true) : { text: fieldRefusedText(ctx.t, changed.reason) });
});
