import { Composer } from "grammy";
import type { BotContext, Outgoing } from "../../context.ts";
import { onStationButton } from "../../telegram/command.ts";
import { say } from "../../telegram/say.ts";
import { endHolding, giveHolding, readHolding, readOthers, readTakers, swapHoldings, undoEnd } from "./actions.ts";
import {
  ASK_END_DATA, ASK_GIVE_DATA, ASK_SWAP_DATA, askEndMessage, askGiveMessage, askSwapMessage, CARD_DATA, cardMessage, END_DATA, endedMessage, GIVE_DATA, givenMessage,
  MAX_OTHERS, OTHERS_DATA, othersMessage, SWAP_DATA, swappedMessage, TAKERS_DATA, takersMessage, UNDO_DATA, undoneMessage,
} from "./view.ts";

export const bot = new Composer<BotContext>();

async function show(ctx: BotContext, message: Outgoing): Promise<void> {
  await ctx.answer.toast("");
  await ctx.answer.rewrite(message);
}

type Refusal = keyof BotContext["t"]["assignment"]["refusals"] | "overCapacity";
const refuse = (ctx: BotContext, reason: Refusal) => say(ctx, (t) => reason === "overCapacity" ? t.assignment.holding.full : t.assignment.refusals[reason]);

onStationButton(bot, CARD_DATA, async (ctx, station, [id]) => {
  const shown = await readHolding(station, Number(id));
  return shown.ok ? show(ctx, cardMessage(ctx.t, shown.holding)) : refuse(ctx, shown.reason);
});

onStationButton(bot, ASK_END_DATA, async (ctx, station, [id]) => {
  const shown = await readHolding(station, Number(id));
  return shown.ok ? show(ctx, askEndMessage(ctx.t, shown.holding, shown.today)) : refuse(ctx, shown.reason);
});

onStationButton(bot, END_DATA, async (ctx, station, [id, lastOn = ""]) => {
  const { result, before } = await endHolding(station, Number(id), lastOn);
  return result.ok ? show(ctx, endedMessage(ctx.t, result, before)) : refuse(ctx, result.reason);
});

onStationButton(bot, UNDO_DATA, async (ctx, station, [id, throughOn = "open"]) => {
  const undone = await undoEnd(station, Number(id), throughOn === "open" ? null : throughOn);
  return undone.ok ? show(ctx, undoneMessage(ctx.t, undone)) : refuse(ctx, undone.reason);
});

onStationButton(bot, TAKERS_DATA, async (ctx, station, [id]) => {
  const found = await readTakers(station, Number(id));
  return found.ok ? show(ctx, takersMessage(ctx.t, found.holding, found.takers)) : refuse(ctx, found.reason);
});

onStationButton(bot, ASK_GIVE_DATA, async (ctx, station, [id, to = ""]) => {
  const shown = await readHolding(station, Number(id));
  return shown.ok ? show(ctx, askGiveMessage(ctx.t, shown.holding, to)) : refuse(ctx, shown.reason);
});

onStationButton(bot, GIVE_DATA, async (ctx, station, [id, to = "", days]) => {
  const given = await giveHolding(station, Number(id), to, Number(days));
  return given.ok ? show(ctx, givenMessage(ctx.t, given)) : refuse(ctx, given.reason);
});

onStationButton(bot, OTHERS_DATA, async (ctx, station, [id]) => {
  const found = await readOthers(station, Number(id), MAX_OTHERS);
  return found.ok ? show(ctx, othersMessage(ctx.t, found.holding, found.others)) : refuse(ctx, found.reason);
});

onStationButton(bot, ASK_SWAP_DATA, async (ctx, station, [id, otherId]) => {
  const [one, other] = [await readHolding(station, Number(id)), await readHolding(station, Number(otherId))];
  if (!one.ok) return refuse(ctx, one.reason);
  return other.ok ? show(ctx, askSwapMessage(ctx.t, one.holding, other.holding)) : refuse(ctx, other.reason);
});

onStationButton(bot, SWAP_DATA, async (ctx, station, [id, otherId]) => {
  const swapped = await swapHoldings(station, Number(id), Number(otherId));
  return swapped.ok ? show(ctx, swappedMessage(ctx.t, swapped.taken)) : refuse(ctx, swapped.reason);
});
