import { Composer } from "grammy";
import type { BotContext } from "./context.ts";
import { bot as audit } from "./features/audit/bot.ts";
import { bot as chat } from "./features/chat/bot.ts";
import { bot as checkin } from "./features/checkin/bot.ts";
import { bot as confirm } from "./features/confirm/bot.ts";
import { bot as door } from "./features/door/bot.ts";
import { enter, type EntryDeps } from "./features/entry/bot.ts";
import { bot as erasure } from "./features/erasure/bot.ts";
import { bot as group } from "./features/group/bot.ts";
import { bot as help } from "./features/help/bot.ts";
import { bot as member } from "./features/member/bot.ts";
import { bot as offer } from "./features/offer/bot.ts";
import { bot as presence } from "./features/presence/bot.ts";
import { bot as reach } from "./features/reach/bot.ts";
import { bot as role } from "./features/role/bot.ts";
import { bot as rollcall } from "./features/rollcall/bot.ts";
import { bot as setup } from "./features/setup/bot.ts";
import { bot as station } from "./features/station/bot.ts";

/** The bot as a table of contents: who enters, then the features in order; help comes last and hears what nobody took. */
export function createBot(deps: EntryDeps): Composer<BotContext> {
  const bot = new Composer<BotContext>();
  bot.use(enter(deps));
  bot.use(group, confirm, setup, station, chat, role, offer, member, erasure, audit, reach, door, checkin, rollcall, presence, help);
  return bot;
}
