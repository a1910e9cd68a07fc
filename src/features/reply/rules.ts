/** `no` takes one's own answer back; it is never stored. */
export const REPLY_CHOICES = ["going", "maybe", "no"] as const;
export type ReplyChoice = (typeof REPLY_CHOICES)[number];

/** What a button under an announcement carries; slot 0 leaves open which of several is meant. */
export function replyData(activityId: number, slotId: number, choice: ReplyChoice): string {
  return `reply:${activityId}:${slotId}:${choice}`;
}

/** How many guests somebody who is going brings along. */
export function guestsData(activityId: number, guests: number): string {
  return `reply:${activityId}:guests:${guests}`;
}

/** The start parameter that opens the private chat to join, with the activity kept for afterwards. */
export function joinForActivity(stationId: number, joinCode: string, activityId: number): string {
  return `join-${stationId}-${joinCode}-a${activityId}`;
}

/** What the answer to the one missing consent carries; `version` is that of the text on the screen. */
export function agreeData(version: string, activityId: number, answer: "yes" | "no"): string {
  return `reply:agree:${version}:${activityId}:${answer}`;
}

/** Shows an activity in private, with the same buttons as in the groups. */
export function showData(activityId: number): string {
  return `reply:show:${activityId}`;
}

/** The role whose limit a reply counts under: the first of these that somebody holds, else that of a member. */
export function limitedRole(roles: readonly string[]): "organizer" | "instructor" | "unit_contact" | "member" {
  if (roles.includes("station_lead") || roles.includes("organizer")) return "organizer";
  return roles.includes("instructor") ? "instructor" : roles.includes("unit_contact") ? "unit_contact" : "member";
}
