import { asc } from "drizzle-orm";
import type { Api } from "grammy";
import type { ChatMember } from "grammy/types";
import type { Database } from "../db/client.ts";
import { chat } from "../db/schema.ts";
import { verdict } from "../outbox/verdict.ts";
import { toDo, well, type Finding } from "./finding.ts";

type LinkedChat = { telegramChatId: number; title: string };

/** Whether a plain member may write is said by the group, whether a restricted one may by its own entry. */
async function mayWrite(api: Api, linked: LinkedChat, member: ChatMember): Promise<boolean> {
  if (member.status === "restricted") return member.can_send_messages;
  if (member.status !== "member") return true;
  const { permissions } = await api.getChat(linked.telegramChatId);
  return permissions?.can_send_messages !== false;
}

async function examineChat(api: Api, botId: number, linked: LinkedChat): Promise<Finding> {
  const group = `the group “${linked.title}”`;
  try {
    const member = await api.getChatMember(linked.telegramChatId, botId);
    if (member.status === "left" || member.status === "kicked") {
      return toDo(`The bot is not in ${group} any more. Add it again, or unlink the group with /chat.`);
    }
    if (!await mayWrite(api, linked, member)) {
      return toDo(`The bot may not write in ${group}. Let members write there, or make the bot an administrator.`);
    }
    return well(`The bot may write in ${group}.`);
  } catch (error) {
    const { kind } = verdict(error);
    if (kind === "migrated") return well(`Telegram has given ${group} a new number; the bot follows by itself when it next writes there.`);
    if (kind === "forbidden" || kind === "refused") return toDo(`The bot is not in ${group} any more, or the group is gone. Add it again, or unlink the group with /chat.`);
    return toDo(`Telegram did not answer when asked about ${group}. Try again in some minutes.`);
  }
}

/** What the bot may do in each group that a station works in. */
export async function examineChats(db: Database, api: Api, botId: number): Promise<Finding[]> {
  const linked = await db.select({ telegramChatId: chat.telegramChatId, title: chat.title }).from(chat)
    .orderBy(asc(chat.stationId), asc(chat.id));
  if (linked.length === 0) return [well("No group is linked yet. Add the bot to one and write /setup there.")];
  const findings: Finding[] = [];
  for (const one of linked) findings.push(await examineChat(api, botId, one));
  return findings;
}
