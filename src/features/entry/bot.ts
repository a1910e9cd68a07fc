import type { Api, MiddlewareFn } from "grammy";
import type { BotContext, Principal, Scope, Setting } from "../../context.ts";
import { localeOf, messages } from "../../i18n/messages.ts";
import type { Log } from "../../operation/log.ts";
import { createAnswering } from "../../telegram/answer.ts";
import type { Receive } from "../../telegram/receive.ts";
import { principal } from "../../telegram/principal.ts";
import { isCommandName, parseCommand } from "../command/rules.ts";
import { findNamedStation, markPersonUnreachable, readEntry } from "./actions.ts";

export interface EntryDeps {
  readonly api: Api;
  readonly log: Log;
  readonly setting: Setting;
  readonly receive: Receive;
}

/** A group that was moved, renamed or left tells so without anybody speaking. */
function isEvent(ctx: BotContext): boolean {
  const message = ctx.message;
  return ctx.myChatMember !== undefined || message?.migrate_to_chat_id !== undefined
    || message?.migrate_from_chat_id !== undefined || message?.new_chat_title !== undefined;
}

function readCommand(ctx: BotContext, speaker: Principal): BotContext["command"] {
  if (speaker.kind === "nobody" || ctx.message?.text === undefined) return null;
  const parsed = parseCommand(ctx.message.text);
  return parsed && isCommandName(parsed.name) ? parsed : null;
}

/** Sets the stage: who is really speaking, where, for which station, in which language. Nobody goes no further. */
export function enter(deps: EntryDeps): MiddlewareFn<BotContext> {
  return async (ctx, next) => {
    const speaker = principal(ctx.update);
    if ((speaker.kind === "nobody" && !isEvent(ctx)) || !ctx.chat) return;
    const scope: Scope = ctx.scope;
    const isPrivate = ctx.chat.type === "private";
    const entry = await readEntry(scope.db, scope.seal, speaker, { id: ctx.chat.id, isPrivate }, scope.now);
    const { person, station } = entry;
    ctx.setting = deps.setting;
    ctx.receive = deps.receive;
    ctx.person = person;
    ctx.place = entry.place;
    ctx.isAnonymous = speaker.kind === "anonymousAdmin";
    ctx.command = readCommand(ctx, speaker);
    ctx.station = station && { ...scope, ...station, act: scope.act, actor: person.account?.id ?? null };
    ctx.stationOf = async (stationId) => {
      if (ctx.station?.stationId === stationId) return ctx.station;
      return isPrivate ? findNamedStation(ctx.scope, person, stationId) : null;
    };
    const own = person.account?.locale ?? localeOf(person.languageCode, deps.setting.defaultLocale);
    ctx.locale = isPrivate ? own : station?.stationLocale ?? own;
    ctx.t = messages(ctx.locale);
    ctx.inPrivate = { locale: own, t: messages(own) };
    ctx.answer = createAnswering(ctx, {
      api: deps.api, log: deps.log, botUsername: deps.setting.botUsername, userId: person.userId,
      unreachable: async () => {
        if (person.account) await markPersonUnreachable(scope.db, scope.seal, person.userId, scope.now);
      },
    });
    await next();
  };
}
