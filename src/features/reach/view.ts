import type { Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { startLink } from "../link/rules.ts";

export const POST_DATA = /^reach:post:(\d{1,15})$/;

interface JoinDoor {
  readonly stationId: number;
  readonly stationName: string;
  readonly joinCode: string;
}

const joinUrl = (botUsername: string, door: JoinDoor): string =>
  startLink(botUsername, `join-${door.stationId}-${door.joinCode}`);

/** The open invitation, the same in a group and in private. */
export function inviteMessage(t: Messages, botUsername: string, door: JoinDoor): Outgoing {
  return { text: t.reach.invite(door.stationName), buttons: [[{ text: t.reach.joinButton, url: joinUrl(botUsername, door) }]] };
}

interface Reach {
  readonly stationId: number;
  readonly stationName: string;
  readonly joined: number;
  readonly reachable: number;
}

/** The lead's private figures; people of a group are counted by Telegram, null where it would not say. */
export function reachMessage(t: Messages, reach: Reach, groups: readonly { title: string; people: number | null }[]): Outgoing {
  const lines = groups.map(({ title, people }) => people === null ? t.reach.groupUnknown(title) : t.reach.group(title, people));
  return {
    text: [
      t.reach.heading(reach.stationName),
      [t.reach.joined(reach.joined), t.reach.reachable(reach.reachable)].join("\n"),
      [t.reach.groups, ...(lines.length > 0 ? lines : [t.reach.noGroups])].join("\n"),
      t.reach.note,
    ].join("\n\n"),
    buttons: [[{ text: t.reach.post, data: `reach:post:${reach.stationId}` }]],
  };
}

export function postedToast(t: Messages, { posted, already }: { posted: number; already: number }): string {
  if (posted + already === 0) return t.reach.noMemberGroups;
  return already === 0 ? t.reach.posted(posted) : t.reach.postedSome(posted, already);
}

export const alreadyJoinedMessage = (t: Messages, stationName: string): Outgoing => ({ text: t.reach.alreadyJoined(stationName) });
