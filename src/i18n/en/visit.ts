import type { Messages } from "../messages.ts";

const daysOf = (count: number) => `${count} ${count === 1 ? "day" : "days"}`;
const last = (on: string | null) => on === null ? ", no visit yet" : `, last ${on}`;

export const visit: Messages["visit"] = {
  modes: { on_site: "on site", phone: "by phone", online: "online" },
  outcomes: { ok: "all well", need_raised: "a need came up", no_answer: "no answer", unit_gone: "the unit is gone" },
  askMode: (unit) => `How were you in touch with ${unit}?`,
  askOutcome: (unit, mode) => `How was it at ${unit} (${mode})?`,
  recorded: (unit, mode, outcome, on, note) => `✅ Noted: ${unit} on ${on}, ${mode}, ${outcome}.${note === null ? "" : `\n📝 ${note}`}`,
  toldNeed: "The organizers see the need and follow it up.",
  toldGone: "The organizers are told; they check, and change what the unit is.",
  mayChange: "If it is so, you can change what the unit is:",
  askNote: (unit) => `Please write your note on ${unit} (200 characters at most, nothing personal). To leave it: /cancel`,
  noted: (unit) => `📝 Your note on ${unit} is kept.`,
  need: (unit, instructor, on, note) => `🙋 A need at ${unit} (${instructor}, ${on})${note === null ? "" : `:\n${note}`}`,
  gone: (unit, instructor, on, note) => `🚪 ${instructor} says that ${unit} is gone (${on})${note === null ? "" : `:\n${note}`}\nPlease check, and change what the unit is.`,
  needs: { heading: (count) => `Needs that are still open (${count}):`, none: "No need is open.", line: (number, unit, instructor, on, note) => `${number}. ${unit} (${instructor}, ${on})${note === null ? "" : `: ${note}`}` },
  settled: (unit) => `✅ The need at ${unit} is settled.`,
  button: { note: "📝 Add a note", units: "My units", settle: "Settled", settleOne: (number, unit) => `Settle ${number} · ${unit}`, status: "Change its status", away: "When I am away…", notAway: "I am not away" },
  units: {
    heading: (station, code) => `🧭 “${station}”, units of ${code}:`,
    inTime: (visited, units) => `Visited in time: ${visited} of ${units}`,
    none: (station) => `You look after no unit of “${station}” now.`,
    notOne: "You are not an instructor of this station.",
    overdue: (unit, area, days, on) => `🔴 ${unit} (${area}): ${daysOf(days)} late${last(on)}`,
    due: (unit, area, days, on) => `${days <= 14 ? "🟡" : "🟢"} ${unit} (${area}): ${days === 0 ? "due today" : `${daysOf(days)} left`}${last(on)}`,
    idle: (unit, area, status) => `⚪️ ${unit} (${area}): ${status}`,
    ends: (line, through) => `${line} · yours through ${through}`,
    more: (count) => `${count} more.`,
    hint: "Tap a unit to note a visit, or write: /visit U06 ok",
    askAway: "Please write when you are away, like 2026-12-01 to 2026-12-10, several with commas; if never, write “none”.",
  },
  usage: "You can use:\n/visit U06 ok · /visit U06 phone need a ramp at the door\n/visit U06 no answer · /visit U06 gone\n/visit I1 U06 ok 2026-11-20 – noted for an instructor\n/visit needs · /visit settle U06 – for organizers\n/myunits – my units · /myunits away 2026-12-01 to 2026-12-10",
  refusals: {
    notForYou: "Not found, or not yours to use.",
    notFound: "Not found, or not a unit of yours on that day.",
    whose: "Several instructors look after this unit; please say which: /visit I1 U06 ok",
    future: "That day has not come yet.",
    settled: "This need is settled already, or was not found.",
    noteTooLong: "A note has 200 characters at most; please make it shorter.",
    unclear: "I did not understand that.",
  },
};
