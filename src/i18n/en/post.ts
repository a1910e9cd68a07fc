import type { Messages } from "../messages.ts";

export const post: Messages["post"] = {
  hosts: (names) => `hosted by ${names.join(", ")}`,
  labelled: (label, time) => `${label}: ${time}`,
  before: (was) => `(before: ${was})`,
  contact: (who) => `☎️ Contact: ${who}`,
  going: (people, guests) => guests > 0 ? `${people} going, bringing ${guests}` : `${people} going`,
  maybe: (people) => `${people} maybe`,
  free: (places) => places === 1 ? "1 place left" : `${places} places left`,
  full: "full",
  waiting: (people) => `${people} waiting`,
  closesAt: (moment) => `⏰ Reply by ${moment}`,
  closed: "🔒 Replies are closed",
  voluntary: "Replying is voluntary; only counts are shown here.",
  cancelled: (title) => `❌ Cancelled: ${title}`,
  held: ({ going, came, counted }) => `🔒 Over: ${going} going · ${came} checked in${counted > 0 ? ` · ${counted} more counted by the organizer` : ""}`,
  button: {
    going: "✅ I'm going",
    maybe: "🤔 Maybe",
    no: "✖️ Not going",
    alone: "Just me",
    guests: (count) => `+${count}`,
    join: "Join (voluntary)",
  },
};
