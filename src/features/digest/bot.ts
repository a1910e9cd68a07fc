import { Composer } from "grammy";
import type { BotContext, StationScope } from "../../context.ts";
import { onLine, onStationButton } from "../../telegram/command.ts";
import { handOver, say } from "../../telegram/say.ts";
import { drawPicture } from "../../picture/draw.ts";
import { digestPicture } from "../chart/rules.ts";
import { readPreview } from "./actions.ts";
import { NOW_DATA, previewMessage } from "./view.ts";

export const bot = new Composer<BotContext>();

const NOW = /^(?:now|preview|现在|预览)$/iu;

/** Shows the digest and its picture in private, wherever it was asked for. */
async function preview(ctx: BotContext, station: StationScope): Promise<void> {
  const result = await readPreview(station);
  if (!result.ok) return say(ctx, (t) => t.digest.refusals[result.reason]);
  if (ctx.callbackQuery && ctx.command === null) await ctx.answer.toast("");
  const { locale, t } = ctx.inPrivate;
  await handOver(ctx, () => previewMessage(t, station.stationId, result.week, locale), await drawPicture(digestPicture(t, locale, result.week)));
}

// The rest of /digest is answered by digestplan.
onLine(bot, "digest", (rest) => NOW.test(rest), preview);
onStationButton(bot, NOW_DATA, preview);
