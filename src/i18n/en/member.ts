import type { Messages } from "../messages.ts";

export const member: Messages["member"] = {
  aliasPrefix: "Member",
  welcome: (station, { name, contact }) => [
    `Join “${station}”`,
    "",
    `Who is asking: ${station}`,
    `Who answers for your data: ${name} (${contact})`,
    "",
    "If you join, I can write to you in private and you can check in if you like. We do not ask for your name, telephone or ID, nor for a location or a photo.",
    "There are 4 short questions, and each is yours to decide. The first is needed to join at all; you can answer “No” to all the others and still join.",
    "Nothing is stored until you have answered them. You can leave at any time in one step (/leave).",
    "",
    "Only for people aged 18 or over.",
  ].join("\n"),
  adult: "I am 18 or over, go on",
  decline: "Do not join",
  questionOf: (number, total) => `${number}/${total}`,
  askService: "Do you agree? “No” means that you do not join.",
  back: "Back",
  askAlias: [
    "Show your alias to organizers? (voluntary)",
    "On joining you get an alias such as “Member-7F3K”; you can change it later.",
    "“Yes”: organizers see your alias in the list of a roll call.",
    "“No”: you are only part of the number.",
  ].join("\n"),
  declined: "All right: you have not joined, and nothing was stored. You still see everything in the group. You can come back at any time.",
  restart: "Look again",
  joinedToast: "Welcome!",
  joined: (station, alias) => [
    `You have joined “${station}”.`,
    `Your alias: ${alias}`,
    "/mydata to see and change things, /leave to leave.",
  ].join("\n"),
  here: "✅ I'm here",
  toActivity: "📣 Back to the activity",
  settings: "See my data and settings",
  textChanged: "There is a new version of the text; please look again.",
  refusals: {
    unknownCode: "This link no longer works. Please tap the newest “Join” button in the group, or ask an organizer for a new link.",
    alreadyJoined: (station) => `You have already joined “${station}”.`,
  },
};
