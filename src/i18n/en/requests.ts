import type { Messages } from "../messages.ts";

const requestsOf = (count: number) => `${count} ${count === 1 ? "request" : "requests"}`;
const daysOf = (count: number) => `${count} ${count === 1 ? "day" : "days"}`;

export const requests: Messages["requests"] = {
  hands: { none: "in nobody's hands", yours: "in your hands", others: "in hand" },
  refusals: {
    notForYou: "Not found, or not yours to use.",
    notYours: "It is not in your hands. Take it in hand first, or ask the lead to pass it to you.",
    gone: "There is no such request, or it is closed already.",
    taken: "Somebody has it in hand. To change that, ask the lead to pass it on.",
    nobodyElse: "There is no other lead or organizer here to pass it to.",
    empty: "Please write a sentence on what was done; whoever asked gets it.",
    tooLong: "500 characters at most; please write less.",
  },
  heading: (station) => `🙋 Open help requests at “${station}”`,
  counts: ({ open, overdue, opened, closed }) => `${open} open, ${overdue} overdue; in the last 7 days ${opened} new, ${closed} closed`,
  satisfied: (satisfied, all) => `Of those closed in the last 7 days: ${satisfied}/${all} satisfied`,
  none: "No request is open.",
  line: (name, due, hands) => `• ${name} · ${due}${hands === null ? "" : ` · ${hands}`}`,
  late: (days) => `${daysOf(days)} overdue`,
  due: (day) => `due ${day}`,
  more: (count) => `and ${count} more.`,
  dates: (opened, due) => `asked ${opened} · ${due}`,
  noText: "(the text was cleared)",
  hidden: "Only whoever has it in hand and the station lead see the text.",
  hasLeft: "Whoever asked has left and will not be told.",
  askTaker: (id) => `To whom do you pass #${id}?`,
  taker: (role, since) => `${role} (since ${since})`,
  passed: (id) => `✅ #${id} is passed on; they are told.`,
  passedToYou: (station, name, due) => `🙋 A help request at “${station}” was passed to you: ${name}\nPlease answer it by ${due}.`,
  askAnswer: (id) => `Please write what was done about #${id}, 500 characters at most. That closes it, and whoever asked gets it.\nTo leave it open, send /cancel`,
  closed: (id) => `✅ #${id} is closed:`,
  willBeTold: "Whoever asked gets this sentence and may rate it.",
  overdue: (station, count, asLead) => asLead ? `⏰ ${requestsOf(count)} at “${station}” overdue, still open after a reminder:` : `⏰ ${requestsOf(count)} at “${station}” overdue:`,
  button: { show: "Open", take: "I take it", takeOver: "I take it over", pass: "Pass on…", close: "Close…", list: "All open ones", back: "Back" },
  unclear: "I did not understand that.",
  usage: "You can write:\n/requests – the open help requests\n/requests 12 – open one\n/requests take 12 · /requests pass 12\n/requests close 12 the landlord lets you charge at the door",
};
