import type { Messages } from "../messages.ts";

const groups = (count: number): string => count === 1 ? "1 group" : `${count} groups`;

export const reach: Messages["reach"] = {
  heading: (station) => `How many can be reached · ${station} (for you only)`,
  joined: (count) => `Joined the station: ${count}`,
  reachable: (count) => `Of these reachable in private: ${count}`,
  groups: "People in the groups (Telegram's count, without me):",
  group: (title, people) => `· ${title}: ${people}`,
  groupUnknown: (title) => `· ${title}: Telegram did not say`,
  noGroups: "· no group is linked yet",
  note: "“Joined” is counted for the whole station, people for each group: one person can be in several groups, and somebody who joined in none, so do not divide one by the other. I do not know who is in a group.",
  post: "Post the join link in the member groups",
  posted: (count) => `It will be posted in ${groups(count)}.`,
  postedSome: (posted, already) => posted === 0
    ? "It was already posted today. So as not to be a nuisance: at most once a day in each group."
    : `It will be posted in ${groups(posted)}; ${groups(already)} had it today (at most once a day).`,
  noMemberGroups: "No member group is linked yet.",
  invite: (station) => `Would you like to join “${station}”? It is voluntary: the button opens a private chat with me, where you decide point by point. You see everything here just the same if you do not join.`,
  joinButton: "Read more and join",
  alreadyJoined: (station) => `You have already joined “${station}”. /mydata to see and change things.`,
};
