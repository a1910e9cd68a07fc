import type { Messages } from "../messages.ts";

export const manage: Messages["manage"] = {
  list: "The activities in your hands:",
  none: "No activity is in your hands now. Start one: /announce",
  planned: (moment, chats) => `⏳ goes to ${chats} ${chats === 1 ? "group" : "groups"} on ${moment}`,
  posted: (posted, unposted) => {
    const out = `📨 out in ${posted} ${posted === 1 ? "group" : "groups"}`;
    return unposted > 0 ? `${out}, not in ${unposted}` : out;
  },
  cancelled: "❌ Cancelled",
  held: "🔒 Over",
  handed: (people) => `🤝 handed to ${people} ${people === 1 ? "person" : "people"}`,
  going: (title, count) => `${count} going to “${title}”`,
  hidden: (count) => `${count} more without a shown alias.`,
  note: "Only those who show their alias are listed. This look of yours is recorded.",
  button: {
    time: "🕒 Move", place: "📍 Place", places: "👥 Places", cancel: "❌ Cancel it", hand: "🤝 Hand over", remind: "🔔 Reminders", who: "👀 Who is going",
    all: (count) => `📋 All ${count} activities`,
  },
  refusals: { notForYou: "This activity was not found, or it is not in your hands." },
};
