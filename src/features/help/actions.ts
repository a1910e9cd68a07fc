import { count, eq } from "drizzle-orm";
import type { AccountId, Locale, Scope, StationScope } from "../../context.ts";
import { account, chat } from "../../db/schema.ts";
import { dropNewest } from "../form/actions.ts";
import { readHeld } from "../nodegrant/actions.ts";
import { isMember, readRoles } from "../role/actions.ts";
import type { Reader } from "./rules.ts";

/** What decides which commands somebody is shown. */
export async function readReader(scope: Scope, station: StationScope | null, me: AccountId | null): Promise<Reader> {
  const own = { hasAccount: me !== null, holdsBody: me !== null && (await readHeld(scope.db, me)).length > 0 };
  if (!station) return { roles: [], isMember: false, ...own };
  return { roles: await readRoles(station.db, station), isMember: await isMember(station.db, station), ...own };
}

/** Whether the station still has only the group that it was founded in. */
export async function hasOneChat(station: StationScope): Promise<boolean> {
  const [row] = await station.db.select({ chats: count() }).from(chat).where(eq(chat.stationId, station.stationId));
  return (row?.chats ?? 0) < 2;
}

/** The language that the bot speaks with this person; null follows their Telegram. */
export async function chooseLocale(scope: Scope, accountId: AccountId, locale: Locale | null): Promise<void> {
  await scope.act(async (tx) => {
    await tx.update(account).set({ locale }).where(eq(account.id, accountId));
  });
}

/** Forgets what the person was asked last; how many other things they are filling in, null where there was nothing. */
export async function dropAsked(scope: Scope, accountId: AccountId): Promise<number | null> {
  return scope.act((tx) => dropNewest(tx, accountId, scope.now));
}
