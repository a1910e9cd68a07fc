import { Composer } from "grammy";
import type { BotContext, StationScope } from "../../context.ts";
import { onLine, onStationButton } from "../../telegram/command.ts";
import { handOver, say } from "../../telegram/say.ts";
import { applyTemplate, deleteTemplate, keepDraft, readTemplates, saveTemplate } from "./actions.ts";
import { readTemplateLine, TEMPLATES_DATA, type TemplateLine } from "./rules.ts";
import { DELETE_DATA, KEEP_DATA, templatesMessage, USE_DATA } from "./view.ts";

export const bot = new Composer<BotContext>();
const inPrivate = bot.filter((ctx) => ctx.place.kind === "private");

async function list(ctx: BotContext, station: StationScope): Promise<void> {
  const templates = await readTemplates(station);
  if (templates === null) return say(ctx, (t) => t.template.refusals.notForYou);
  await handOver(ctx, (t) => templatesMessage(t, station.stationId, templates));
}

async function run(ctx: BotContext, station: StationScope, line: TemplateLine): Promise<void> {
  if (line.verb === "list") return list(ctx, station);
  const act = { save: saveTemplate, use: (scope: StationScope) => applyTemplate(scope, line), delete: (scope: StationScope) => deleteTemplate(scope, line) }[line.verb];
  const result = await act(station, line.name);
  if (!result.ok) return say(ctx, (t) => t.template.refusals[result.reason]);
  if (line.verb !== "use") return handOver(ctx, (t) => ({ text: t.template[line.verb === "save" ? "saved" : "deleted"](result.name) }));
  if (ctx.place.kind !== "private") await ctx.answer.react("👌");
}

onLine(bot, "announce", readTemplateLine, run);

onStationButton(bot, TEMPLATES_DATA, async (ctx, station) => {
  const templates = await readTemplates(station);
  if (!templates) return say(ctx, (t) => t.template.refusals.notForYou);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(templatesMessage(ctx.t, station.stationId, templates));
});

inPrivate.callbackQuery(KEEP_DATA, async (ctx) => {
  const { account } = ctx.person;
  const result = account && await keepDraft(ctx.scope, account.id, ctx.match[1] ?? "");
  if (!result?.ok) return say(ctx, (t) => ({ ...t.announce.refusals, ...t.template.refusals })[result?.reason ?? "draftGone"]);
  await ctx.answer.toast(ctx.t.template.saved(result.name), { alert: true });
});

onStationButton(bot, USE_DATA, async (ctx, station, [templateId]) => {
  const result = await applyTemplate(station, { id: Number(templateId) });
  if (!result.ok) return say(ctx, (t) => t.template.refusals[result.reason]);
  await ctx.answer.toast("");
});

onStationButton(bot, DELETE_DATA, async (ctx, station, [templateId]) => {
  const result = await deleteTemplate(station, { id: Number(templateId) });
  if (!result.ok) return say(ctx, (t) => t.template.refusals[result.reason]);
  await ctx.answer.toast(ctx.t.template.deleted(result.name));
  await ctx.answer.rewrite(templatesMessage(ctx.t, station.stationId, await readTemplates(station) ?? []));
});
