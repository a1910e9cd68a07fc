import { and, asc, eq } from "drizzle-orm";
import type { AccountId, StationId, StationScope } from "../../src/context.ts";
import { post } from "../../src/db/schema-activity.ts";
import { account, chat } from "../../src/db/schema.ts";
import { createActivity } from "../../src/features/activity/actions.ts";
import type { ActivityContent } from "../../src/features/activity/rules.ts";
import { createPosts } from "../../src/features/post/actions.ts";
import { stationScope } from "../../src/features/station/actions.ts";
import type { Person } from "../../src/playground/emulator/state.ts";
import type { ChatMessage, ChatView } from "../../src/playground/emulator/views.ts";
import type { Established } from "./arrange.ts";
import type { Bench } from "./bench.ts";

const HOUR_MS = 3_600_000;

/** Saturday of the bench's week, 15:00 to 17:00 in Shanghai. */
export const SATURDAY = { startsAt: new Date("2026-11-28T07:00:00Z"), endsAt: new Date("2026-11-28T09:00:00Z") };

const CONTENT: ActivityContent = {
  type: "theme_day", title: "Visit to the market", mode: "onsite", place: "Community centre", details: null, capacity: 20, guestsMax: 0,
  limits: [], contact: null, repliesCloseAt: null, hosts: [], slots: [{ label: null, ...SATURDAY }],
};

/** A scope at the station in which this person speaks. */
export async function scopeOf(bench: Bench, at: Established, person: Person): Promise<StationScope> {
  const scope = bench.scope();
  const rows = await scope.db.select({ id: account.id, hash: account.userHash }).from(account);
  const own = rows.find(({ hash }) => hash === bench.seal.fingerprint(person.id));
  const facts = { stationId: at.stationId as StationId, stationName: "Example station", timeZone: "Asia/Shanghai", stationLocale: "en" as const };
  return stationScope(scope, facts, (own?.id ?? null) as AccountId | null);
}

/** An activity promised by the real actions at this instant, to all member groups; its copies are owed. */
export async function promiseActivity(bench: Bench, at: Established, content: Partial<ActivityContent> = {}): Promise<number> {
  const scope = await scopeOf(bench, at, at.lead);
  const groups = await scope.db.select({ id: chat.id }).from(chat)
    .where(and(eq(chat.stationId, at.stationId), eq(chat.kind, "member"))).orderBy(asc(chat.id));
  const chatIds = groups.map(({ id }) => id);
  return scope.act(async (tx) => {
    const id = await createActivity(tx, scope, { ...CONTENT, ...content }, { announcedAt: scope.now, announcedBy: scope.actor });
    await createPosts(tx, { stationId: at.stationId, activityId: id, chatIds, announcedAt: scope.now, now: scope.now });
    return id;
  });
}

/** The same, with its copies out and looked at. */
export async function announceActivity(bench: Bench, at: Established, content: Partial<ActivityContent> = {}): Promise<number> {
  const activityId = await promiseActivity(bench, at, content);
  await bench.settle();
  bench.emulator.markAllSeen();
  return activityId;
}

/** The newest announcement in the group, once all that is owed has been sent. */
export async function announcementIn(bench: Bench, group: ChatView): Promise<ChatMessage> {
  await bench.settle();
  const found = bench.emulator.messages(group, { peek: true }).findLast(({ fromBot, text }) => fromBot && /^(?:📣|❌)/u.test(text));
  if (!found) throw new Error("no announcement in this group");
  return bench.emulator.message(found);
}

export async function readPosts(bench: Bench) {
  return bench.database.db.select().from(post).orderBy(asc(post.activityId), asc(post.chatId));
}

export const hoursFrom = (at: Date, hours: number): Date => new Date(at.getTime() + hours * HOUR_MS);
