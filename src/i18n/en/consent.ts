import type { Controller } from "../../context.ts";
import type { Messages } from "../messages.ts";

const about = ({ name, contact }: Controller) => `${name} (${contact})`;

const first: Messages["consent"]["texts"]["1"] = {
  service: (controller) => [
    "Remembering you and writing to you in private (needed to join)",
    "What is kept: your Telegram number (encrypted), an alias, your language, the day you joined.",
    "What for: to know you again, and to answer and tell you things in private.",
    "Who sees it: nobody sees the number; organizers see only how many people there are.",
    "How long: until you leave. After 24 months without any action you are asked once in private, and erased if you do not answer within 30 days.",
    "Messages travel through Telegram, whose servers are outside mainland China.",
    `Who answers for it: ${about(controller)}. /leave to leave, /forgetme to erase everything.`,
  ].join("\n"),
  attendance: (controller) => [
    "Counting your check-ins (voluntary)",
    "What is kept: the check-ins that you tap yourself, and when. Not coming or not tapping leaves no record.",
    "What for: the number of people who came. Taking part can reveal a person's views, so you are asked separately.",
    "Who sees it: organizers see only the number; your alias only if you chose to show it.",
    "How long: 180 days, then only the number stays. If you withdraw, your check-ins are deleted at once and only the number stays.",
    `Who answers for it: ${about(controller)}.`,
  ].join("\n"),
  reminders: (controller) => [
    "Reminders (voluntary)",
    "What is kept: only that you would like reminders.",
    "What for: to remind you in private when something of yours is near.",
    "Who sees it: only you.",
    "How long: until you turn it off or leave.",
    `Who answers for it: ${about(controller)}.`,
  ].join("\n"),
  affiliation: (controller) => [
    "Where you belong (you can skip this)",
    "Why we ask: the station can only arrange things for floating members and guests if it knows that there are some; not answering changes nothing for you.",
    "This is sensitive information. By choosing one of these you agree, separately, that it is kept.",
    "Who sees it: only you. The station can at most learn how many there are, never who, and no number below 5.",
    "How long: until you delete it or leave; change or delete it in /mydata at any time.",
    `Who answers for it: ${about(controller)}.`,
  ].join("\n"),
};

export const consent: Messages["consent"] = {
  texts: {
    "1": first,
    "2": {
      ...first,
      attendance: (controller) => [
        "Counting your check-ins, replies and named votes (voluntary)",
        "What is kept: the check-ins, the replies (going, maybe, guests, waiting, every time) and the votes in named polls that you tap yourself, and when. Not coming or not tapping leaves no record.",
        "What for: the number of people and the places; while you wait for a place you are asked in private when one is free. Taking part can reveal a person's views, so you are asked separately.",
        "Who sees it: organizers see only the number; your alias only if you chose to show it.",
        "How long: check-ins 180 days, then only the number; replies and votes until 30 days after the end. If you withdraw, all of it is deleted at once and only the number of check-ins stays.",
        `Who answers for it: ${about(controller)}.`,
      ].join("\n"),
      reminders: (controller) => [
        "Reminders (voluntary)",
        "What is kept: that you would like reminders, and how many you were sent in the last 7 days.",
        "What for: to remind you in private of what you said you come to, or to ask for a tap on something new. At most 5 a week unless you change it, and never from 21:30 to 8:00; see /reminders.",
        "Who sees it: only you.",
        "How long: until you turn it off or leave.",
        `Who answers for it: ${about(controller)}.`,
      ].join("\n"),
    },
  },
  textLost: (version) => `(text version ${version}, which this program no longer holds)`,
  purposes: { service: "Writing to you", attendance: "Counting check-ins, replies and votes", reminders: "Reminders", affiliation: "Where you belong" },
  affiliations: { home: "This is my home organization", floating: "Floating", guest: "Guest", skip: "Skip", none: "Delete this" },
  yes: "Yes",
  no: "No",
  back: "Back",
  settings: "See my data",
  given: (date, version) => `You agreed on ${date} (text version ${version}).`,
  notGiven: "Now: not agreed.",
  ask: "Do you agree?",
  newer: (version) => `You agreed to version ${version}. There is a newer one; agree to it, or leave everything as it is:`,
  agreeNewer: "Agree to the newer one",
  readOlder: "Read the one I agreed to",
  currentAffiliation: (kind) => `Now: ${kind}`,
  givenToast: "Noted, thank you.",
  withdraw: "Withdraw",
  withdrawService: "Withdraw (this means leaving)",
  withdrawingAttendance: "If you withdraw, your check-ins here are deleted at once; only the numbers stay, unchanged. Your replies and your votes in named polls go too.",
  attendanceWithdrawn: ({ checkIns, replies, votes }) => [
    checkIns === 0 ? "Withdrawn. You had no check-ins." : `Withdrawn. Your check-ins (${checkIns}) are deleted; only the numbers stay.`,
    ...(replies > 0 ? [`Your replies (${replies}) are deleted and your places free again.`] : []),
    ...(votes > 0 ? [`Your votes in named polls (${votes}) are deleted.`] : []),
  ].join(" "),
  remindersWithdrawn: "Withdrawn. No more reminders.",
  affiliationKept: (kind) => `Noted: ${kind}. Only you can see it; change or delete it in /mydata at any time.`,
  affiliationSkipped: "All right, nothing was kept. You can add it later in /mydata.",
  affiliationDeleted: "Deleted.",
  refusals: {
    notMember: "You have not joined this station.",
    textChanged: "There is a new version of this text; please read it first.",
  },
};
