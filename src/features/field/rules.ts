import { MAX_GUESTS, readGuests, readPlaces } from "../amount/rules.ts";
import { parseDate } from "../date/rules.ts";
import { graphemesOf, oneLine } from "../line/rules.ts";
import { parseMoment, type Clock } from "../moment/rules.ts";
import { cleanTitle, isTitleTooLong } from "../rollcall/rules.ts";
import { asked, known, type Choice, type Outcome, type Question, type Sketch } from "../question/rules.ts";
import { isRhythm, readDay, readRepeat } from "../rhythm/rules.ts";
import { laterDawns, readSlots, slotTexts, type SlotDoubt } from "../slot/rules.ts";
import { instantOf } from "../time/rules.ts";
import { partOf, type Topic } from "../topic/rules.ts";
import { modeNamed, typeNamed } from "../type/rules.ts";

/** What the board has room for, in signs as a reader counts them. */
const MAX_LENGTHS = { place: 120, contact: 60, details: 600, host: 40 };
const MAX_HOSTS = 6;
/** Hours to choose from where only a day was said. */
const OFFERED_HOURS = ["09:00", "12:00", "18:00"] as const;

function readTitle(text: string): Outcome {
  const title = cleanTitle(text);
  if (title === null) return asked("title", "unreadable", text);
  return isTitleTooLong(title) ? asked("title", "lengthy", title.slice(0, 20)) : known({ title });
}

function readLine(topic: "place" | "contact" | "details", text: string): Outcome {
  // A description may have several lines.
  const lines = text.split(/[\r\n]+/u).flatMap((line) => cleanTitle(line) ?? []);
  const line = lines.join(topic === "details" ? "\n" : " ") || null;
  if (line === null) return asked(topic, "unreadable", text);
  return graphemesOf(line).length > MAX_LENGTHS[topic] ? asked(topic, "lengthy", line.slice(0, 20)) : known({ [topic]: line });
}

function namesIn(text: string): string[] {
  const names = oneLine(text).split(/\s*(?:[、,，;；&]|(?<![a-z])and(?![a-z]))\s*|(?<=\S)[和与及](?=\S)/iu).map((name) => name.trim());
  return names.filter((name, at) => name !== "" && names.indexOf(name) === at);
}

function readHosts(text: string): Outcome {
  const hosts = namesIn(text);
  if (hosts.length === 0) return asked("hosts", "unreadable", text);
  const isLengthy = hosts.length > MAX_HOSTS || hosts.some((name) => graphemesOf(name).length > MAX_LENGTHS.host);
  return isLengthy ? asked("hosts", "lengthy", text.slice(0, 20)) : known({ hosts });
}

function readChatNames(text: string): Outcome {
  const names = oneLine(text).split(/\s*[、,，;；]\s*/u).filter((name) => name !== "");
  return names.length === 0 ? asked("chats", "unreadable", text) : known({ chatNames: names });
}

/** For an instant that is past: the same words, said tomorrow or next year. */
function laterInstants(text: string, { now, zone }: Clock): Choice[] {
  const read = laterDawns({ now, zone }).map((dawn) => parseMoment(text, { now: dawn, zone }));
  return read.flatMap((each): Choice[] => each.ok && each.at > now ? [{ kind: "at", at: each.at }] : []).slice(0, 1);
}

/** Where only a day was said: hours of it. */
function hoursOfDay(text: string, { now, zone }: Clock): Choice[] {
  const read = parseDate(text, { now, zone });
  const days = read.ok ? [read.date] : read.choices ?? [];
  return days.flatMap((day) => OFFERED_HOURS.map((hour) => instantOf(day, hour, zone)))
    .filter((at) => at > now).map((at) => ({ kind: "at", at }));
}

function readInstant(topic: "closing" | "announceAt", text: string, clock: Clock): Outcome {
  const words = text.trim().replace(/\s*(?:之前|以前|前|为止)$/u, "");
  const read = parseMoment(words, clock);
  if (read.ok) return known(topic === "closing" ? { repliesCloseAt: read.at } : { announceAt: read.at });
  if (read.choices) return asked(topic, "ambiguous", text, read.choices.map((at) => ({ kind: "at", at })));
  if (read.reason === "past") return asked(topic, "past", text, laterInstants(words, clock));
  const hours = read.reason === "unreadable" ? hoursOfDay(words, clock) : [];
  return asked(topic, hours.length > 0 ? "noHour" : read.reason, text, hours);
}

function readPeople(text: string): Outcome {
  const places = readPlaces(text);
  return places === null ? asked("places", "outOfRange", text) : known({ ...places });
}

function readCompany(text: string): Outcome {
  const guests = readGuests(text);
  if (guests !== null && guests !== "howMany" && guests <= MAX_GUESTS) return known({ guestsMax: guests });
  const counts = Array.from({ length: MAX_GUESTS + 1 }, (_, count): Choice => ({ kind: "text", text: String(count) }));
  return asked("guests", guests === "howMany" ? "howMany" : guests === null ? "unreadable" : "outOfRange", text, counts);
}

export function slotQuestion(doubt: SlotDoubt): Question {
  const { reason, text, choices, label, rest } = doubt;
  return { topic: "slots", reason, text, choices: choices.map(({ startsAt, endsAt }) => ({ kind: "span", startsAt, endsAt })), label, rest };
}

function readTimes(text: string, clock: Clock): Outcome {
  if (isRhythm(text, clock)) return readRepeat(text, clock);
  const read = readSlots(slotTexts(text, clock) ?? [{ label: null, text }], clock);
  return { patch: read.slots.length > 0 ? { slots: read.slots, repeat: null } : {}, question: read.doubt && slotQuestion(read.doubt) };
}

function readNamed(topic: "type" | "mode", text: string): Outcome {
  const type = topic === "type" ? typeNamed(text) : null;
  if (type !== null) return known({ type });
  const mode = topic === "mode" ? modeNamed(text) : null;
  return mode === null ? asked(topic, "unreadable", text) : known({ mode });
}

/** Reads the words of one topic, without their label. */
export function readField(topic: Topic, text: string, clock: Clock): Outcome {
  switch (topic) {
    case "title": return readTitle(text);
    case "type": case "mode": return readNamed(topic, text);
    case "slots": return readTimes(text, clock);
    case "starts": case "ends": return readDay(topic, text, clock);
    case "place": case "contact": case "details": return readLine(topic, text);
    case "places": return readPeople(text);
    case "guests": return readCompany(text);
    case "closing": case "announceAt": return readInstant(topic, text, clock);
    case "hosts": return readHosts(text);
    case "chats": return readChatNames(text);
  }
}

/** Reads what somebody answers to a question; whether they write the label too does not matter. */
export function readAnswer(topic: Topic, text: string, clock: Clock): Outcome {
  const part = topic === "title" ? null : partOf(oneLine(text), clock);
  const words = topic === "slots" || topic === "details" ? text : oneLine(text);
  if ((topic === "starts" || topic === "ends") && isRhythm(words, clock)) return readRepeat(words, clock);
  return readField(topic, part?.topic === topic && part.isSure && topic !== "slots" ? part.text : words, clock);
}

/** What stays where a topic is left out. */
export function withoutTopic(topic: Topic): Partial<Sketch> {
  switch (topic) {
    case "title": return { title: null };
    case "type": return { type: null };
    case "mode": return { mode: null };
    case "slots": return { slots: [], repeat: null };
    case "starts": return { startsOn: null };
    case "ends": return { endsOn: null };
    case "place": return { place: null };
    case "contact": return { contact: null };
    case "details": return { details: null };
    case "places": return { capacity: null, limits: [] };
    case "guests": return { guestsMax: 0 };
    case "closing": return { repliesCloseAt: null };
    case "announceAt": return { announceAt: null };
    case "hosts": return { hosts: [] };
    case "chats": return { chatNames: [] };
  }
}
