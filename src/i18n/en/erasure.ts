import type { Messages } from "../messages.ts";

type Gone = Parameters<Messages["erasure"]["left"]>[1];

const goneLines = ({ checkIns, replies, votes, consents, roles, requests }: Gone): string[] => [
  "· alias, where you belong, your settings",
  `· consents: ${consents}`,
  checkIns > 0 ? `· check-ins: ${checkIns} (only the numbers stay)` : "· check-ins: you had none",
  ...(replies > 0 ? [`· replies to activities: ${replies} (your places are free again)`] : []),
  ...(votes > 0 ? [`· votes in named polls: ${votes}`] : []),
  ...(requests > 0 ? [`· texts of help requests: ${requests} (their kind and days stay, without you)`] : []),
  ...(roles > 0 ? [`· roles: ${roles}`] : []),
];

const quoted = (stations: readonly string[]): string => stations.map((name) => `“${name}”`).join(", ");

export const erasure: Messages["erasure"] = {
  confirmLeave: (station) => [
    `Leave “${station}”?`,
    "",
    "This deletes your alias, where you belong, your consents, your check-ins (only the numbers stay), your replies (your places are free again) and your votes in named polls here. Roles you hold here end.",
    "Other stations are not affected. You can join again later.",
  ].join("\n"),
  leaveButton: "Leave",
  stayButton: "Keep things as they are",
  stayed: "All right, nothing has changed.",
  nowhere: "You have not joined any station.",
  whichStation: "Which one do you want to leave?",
  left: (station, gone, nothingLeft) => [
    `You have left “${station}”. Deleted:`,
    ...goneLines(gone),
    "",
    nothingLeft
      ? "You had joined no other station, so your number and language are deleted too: I no longer know you."
      : "Nothing has changed at your other stations.",
    "Only the proof that you agreed and withdrew is kept for 3 years, as a keyed hash; the audit trail names nobody.",
  ].join("\n"),
  confirmErase: (stations, { checkIns, replies }) => [
    "Erase everything about you?",
    "",
    stations.length > 0 ? `At: ${stations.join(", ")}` : "You have not joined any station; only your number and language would go.",
    checkIns > 0
      ? `This deletes your number, alias, where you belong, consents, settings and roles, and your check-ins (${checkIns}; only the numbers stay).`
      : "This deletes your number, alias, where you belong, consents, settings and roles. You have no check-ins.",
    ...(replies > 0 ? [`Your replies to activities (${replies}) go too, and your places are free again.`] : []),
    "It cannot be undone, but you can join again at any time. The button works for 15 minutes.",
  ].join("\n"),
  warnLead: (stations) =>
    `⚠️ You are the only lead of ${quoted(stations)}. Afterwards it has no lead, and from today nobody can run it. To hand over first, use /role grant station_lead and then come back. You may also erase now.`,
  warnBodies: (bodies) => `Your right to keep or read ${quoted(bodies)} goes too.`,
  warnKeeper: (bodies) =>
    `⚠️ You are the only keeper of ${quoted(bodies)}. To hand over first, use /scope link keeper and then come back. You may also erase now.`,
  eraseButton: "Erase everything about me",
  erased: (stations, gone) => [
    stations.length > 0 ? `Deleted (${stations.join(", ")}):` : "Deleted:",
    "· your Telegram number and language",
    ...goneLines(gone),
  ].join("\n"),
  leaderless: (stations) => `${quoted(stations)} now has no lead.`,
  bodies: (bodies) => `Your right to keep or read ${quoted(bodies)} is gone too.`,
  keeperless: (bodies) => `${quoted(bodies)} now has no keeper.`,
  stays: [
    "What stays no longer points to you:",
    "· the numbers of roll calls and activities, because they are only numbers",
    "· the proof that you agreed and withdrew, as a keyed hash, deleted after 3 years: the law asks that consent can be proved",
    "· lines of the audit trail, which now say “an erased person”, deleted after 3 years: they show what organizers did",
    "· back-ups, overwritten after 30 days at most",
    "The messages of this chat are kept by Telegram; please delete them yourself.",
  ].join("\n"),
  nothing: "There is nothing about you.",
  tooOld: "This confirmation is older than 15 minutes; nothing was deleted. To go on, please send the command again.",
  refusals: {
    notThere: "You have not joined this station; there is nothing to delete.",
    lastLead: "You are the only lead here. Please make somebody else a lead with /role grant station_lead first. To erase only your own data, /forgetme works at any time.",
  },
};
