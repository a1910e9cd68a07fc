import type { Messages } from "../messages.ts";

export const calendar: Messages["calendar"] = {
  name: "My activities",
  labelled: (title, label) => `${title} (${label})`,
  waiting: (title) => `Waiting list: ${title}`,
  fileCaption: (title) => `“${title}”: open the file to put it in your calendar. If the time changes, tap 📅 again.`,
  feed: {
    about: "📅 Calendar link\nThe activities that you go to or wait for appear in your calendar by themselves, and follow when they are moved or cancelled.\nThe link is yours alone and names nobody; but whoever has it sees what you go to, and so does your calendar's provider. Please do not pass it on.",
    isOn: "Your link is on. The old one is not shown again; if it is lost, take a new one and the old one ends.",
    link: (url) => `This is your link, shown only this once:\n${url}\n\nIn your calendar app choose “subscribe by URL” and paste it. If somebody else may have seen it, take a new one or turn it off.`,
    ended: "Turned off; the link no longer works.",
  },
  button: {
    file: "📅 Calendar",
    feed: "📅 Calendar link",
    make: "🔗 Get my link",
    renew: "🔄 New link",
    off: "Turn off",
    back: "« My activities",
  },
  refusals: {
    gone: "There is no such activity for you.",
    noFeed: "Calendar links are not offered here. For one activity, tap 📅.",
  },
};
