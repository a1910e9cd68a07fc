import { readAnswer, readField, slotQuestion, withoutTopic } from "../field/rules.ts";
import { graphemesOf, oneLine } from "../line/rules.ts";
import type { Clock } from "../moment/rules.ts";
import { EMPTY_SKETCH, question, type Choice, type Outcome, type Question, type Sketch } from "../question/rules.ts";
import { isRhythm, readRepeat, readRhythm } from "../rhythm/rules.ts";
import { MAX_SLOTS, namesDay, onSaidDay, readSlots, slotTexts, type SlotRead, type SlotText } from "../slot/rules.ts";
import { localDate } from "../time/rules.ts";
import { looksLikeTime, partOf, TOPICS, type Topic } from "../topic/rules.ts";
import { isLink } from "../type/rules.ts";

/** A sketch and what must still be asked about it, in the order of asking. */
export interface Reading {
  readonly sketch: Sketch;
  readonly questions: readonly Question[];
}

/** Longer words are no place but something that was said. */
const MAX_PLACE_GRAPHEMES = 60;

interface Sorted {
  readonly title: string | null;
  readonly said: ReadonlyMap<Topic, readonly string[]>;
  readonly days: readonly string[];
  readonly unknown: readonly string[];
}

const partsOf = (text: string) => text.slice(0, 4096).split(/[|｜\r\n]+/u).map(oneLine).filter((part) => part !== "");

/** The first part is the title, unless it can only be something else. */
function titleOf(first: string | undefined, clock: Clock): string | null {
  if (first === undefined) return null;
  const part = partOf(first, clock);
  if (part?.topic === "title") return part.text;
  return part?.topic === "slots" && part.isSure ? null : first;
}

function sortParts(parts: readonly string[], clock: Clock): Sorted {
  const title = titleOf(parts[0], clock);
  const said = new Map<Topic, string[]>();
  const days: string[] = [];
  const unknown: string[] = [];
  for (const text of title === null ? parts : parts.slice(1)) {
    const part = partOf(text, clock);
    if (part === null) unknown.push(text);
    else if (!part.isSure) days.push(text);
    else said.set(part.topic, [...said.get(part.topic) ?? [], part.text]);
  }
  return { title, said, days, unknown };
}

/** A rhythm from the parts that are times; days and hours may stand apart. */
function readRhythms(parts: readonly string[], clock: Clock): Outcome {
  const [only, second] = parts;
  if (only !== undefined && second === undefined) return readRepeat(only, clock);
  const joined = parts.join(" ");
  return readRhythm(joined)?.ok ? readRepeat(joined, clock) : { patch: {}, question: question("slots", "oneRhythm", null) };
}

/** Slots from all parts that are times; a day that stands alone is theirs where they name none, else it was no time. */
function readAllSlots({ said, days }: Sorted, clock: Clock): Outcome & { unused: readonly string[] } {
  const parts = said.get("slots") ?? [];
  if (parts.some((part) => isRhythm(part, clock))) return { ...readRhythms(parts, clock), unused: days };
  const texts = parts.flatMap((text): SlotText[] => slotTexts(text, clock) ?? [{ label: null, text }]);
  const [day, ...more] = days;
  const isDayUsed = day !== undefined && (texts.length === 0 || texts.some(({ text }) => !namesDay(text, clock)));
  const all = texts.length > 0 ? texts : day === undefined ? [] : [{ label: null, text: day }];
  const read = readSlots(isDayUsed && texts.length > 0 ? all.map((slot) => onSaidDay(slot, day, clock)) : all, clock);
  return {
    patch: { slots: read.slots }, question: read.doubt && slotQuestion(read.doubt),
    unused: isDayUsed ? more : days,
  };
}

const asText = (text: string): Choice => ({ kind: "text", text });

interface Placed {
  readonly outcome: Outcome;
  readonly details: readonly string[];
}

/** The one part that nothing else explains is the place; of several, the organizer says which. A link stands beside the words. */
function placeOf(labelled: readonly string[], unknown: readonly string[], clock: Clock): Placed {
  const links = labelled.filter(isLink);
  const named = labelled.filter((text) => !isLink(text));
  const guesses = named.length > 0 ? [] : unknown.filter((text) => graphemesOf(text).length <= MAX_PLACE_GRAPHEMES);
  const details = unknown.filter((text) => !guesses.includes(text));
  const places = [...named, ...guesses];
  if (places.length > 1) return { outcome: { patch: { place: links.join(" ") || null }, question: question("place", named.length > 1 ? "twice" : "which", null, places.map(asText)) }, details };
  const all = [...places, ...links].join(" ");
  return { outcome: all === "" ? { patch: {}, question: null } : readField("place", all, clock), details };
}

const GATHERED: Partial<Record<Topic, string>> = { hosts: "、", chats: "、", details: "\n" };

function readTopic(topic: Topic, texts: readonly string[], clock: Clock): Outcome {
  const different = [...new Set(texts)];
  const [only] = different;
  if (only === undefined) return { patch: {}, question: null };
  const joint = GATHERED[topic];
  if (different.length === 1 || joint !== undefined) return readField(topic, different.join(joint ?? ""), clock);
  return { patch: {}, question: question(topic, "twice", null, different.map(asText)) };
}

/** Reads what follows `/announce`: the title, then parts in any order, apart by “|” or new lines. */
export function readAnnouncement(text: string, clock: Clock): Reading {
  const sorted = sortParts(partsOf(text), clock);
  const slots = readAllSlots(sorted, clock);
  const unread = [...sorted.unknown, ...slots.unused];
  const isTimeless = slots.patch.slots?.length === 0 && !slots.patch.repeat && slots.question === null;
  const unclear = isTimeless ? unread.find(looksLikeTime) : undefined;
  const { outcome: place, details } = placeOf(sorted.said.get("place") ?? [], unread.filter((part) => part !== unclear), clock);
  const texts = (topic: Topic) => topic === "details" ? [...sorted.said.get(topic) ?? [], ...details] : sorted.said.get(topic) ?? [];
  const outcomes = TOPICS.map((topic): Outcome => {
    if (topic === "title") return sorted.title === null ? { patch: {}, question: null } : readField("title", sorted.title, clock);
    if (topic === "slots") return unclear === undefined ? slots : { patch: {}, question: question("slots", "unreadable", unclear) };
    return topic === "place" ? place : readTopic(topic, texts(topic), clock);
  });
  const sketch = outcomes.reduce<Sketch>((all, { patch }) => ({ ...all, ...patch }), EMPTY_SKETCH);
  return { sketch: { ...sketch, slots: inOrder(sketch.slots) }, questions: outcomes.flatMap(({ question: each }) => each ?? []) };
}

function inOrder(slots: readonly SlotRead[]): SlotRead[] {
  const sorted = slots.toSorted((a, b) => a.startsAt.getTime() - b.startsAt.getTime() || (a.label ?? "").localeCompare(b.label ?? ""));
  return sorted.filter((slot, at) => sorted.findIndex((each) => each.startsAt.getTime() === slot.startsAt.getTime() && each.label === slot.label) === at);
}

/** What is known takes the new in; slots that answer a doubt join those that were sure, others replace them. */
export function addTo(sketch: Sketch, patch: Partial<Sketch>, keepsSlots: boolean): Sketch {
  const { slots, repeat } = patch;
  if (slots === undefined || repeat) return { ...sketch, ...patch };
  // Its first and last day went with the rhythm.
  if (sketch.repeat) return addTo({ ...sketch, repeat: null, startsOn: null, endsOn: null }, patch, keepsSlots);
  return { ...sketch, ...patch, slots: inOrder(keepsSlots ? [...sketch.slots, ...slots] : slots).slice(0, MAX_SLOTS) };
}

/** How somebody answers: with one of the choices, by its number, or in words. */
export type Answer = { readonly choice: number } | { readonly text: string };

/** Slots that waited behind one that is sure now. */
function goOn(asked: Question, slot: SlotRead, clock: Clock): Outcome {
  const [first, ...rest] = asked.rest;
  if (!first) return { patch: { slots: [slot] }, question: null };
  const read = readSlots([first, ...rest], clock, localDate(slot.startsAt, clock.zone));
  return { patch: { slots: [slot, ...read.slots] }, question: read.doubt && slotQuestion(read.doubt) };
}

function chosen(asked: Question, choice: Choice, clock: Clock): Outcome {
  switch (choice.kind) {
    case "span": return goOn(asked, { label: asked.label, startsAt: choice.startsAt, endsAt: choice.endsAt }, clock);
    case "rhythm": return { patch: { slots: [], repeat: choice.time }, question: null };
    case "day": return { patch: asked.topic === "starts" ? { startsOn: choice.on } : { endsOn: choice.on }, question: null };
    case "at": return { patch: asked.topic === "announceAt" ? { announceAt: choice.at } : { repliesCloseAt: choice.at }, question: null };
    case "text": return readField(asked.topic, choice.text, clock);
    case "none": return { patch: withoutTopic(asked.topic), question: null };
  }
}

function answered(asked: Question, text: string, clock: Clock): Outcome {
  const isAboutDay = asked.topic === "slots" && asked.reason === "noHour" && asked.text !== null;
  const outcome = isAboutDay ? readField("slots", onSaidDay({ label: null, text }, asked.text, clock).text, clock) : readAnswer(asked.topic, text, clock);
  if (outcome.question) return asked.topic === "slots" ? { ...outcome, question: { ...outcome.question, rest: [...outcome.question.rest, ...asked.rest] } } : outcome;
  const slots = asked.topic === "slots" ? outcome.patch.slots ?? [] : [];
  const [only] = slots;
  return only && slots.length === 1 ? goOn(asked, { ...only, label: only.label ?? asked.label }, clock) : outcome;
}

/** What could be the place and is not is said beside. */
function leftOver(asked: Question, sketch: Sketch, place: string | null): string | null {
  const rest = asked.choices.flatMap((choice) => choice.kind === "text" && !place?.includes(choice.text) ? [choice.text] : []);
  return [...sketch.details === null ? [] : [sketch.details], ...rest].join("\n") || null;
}

/** Asked so, the answer takes the place of what was known; else it is added to it. */
const REPLACING: readonly Question["reason"][] = ["wanted", "gone", "again", "tooMany", "oneRhythm"];

/** Takes the answer to a question; what comes back may be another question about the same. Null where there is no such choice. */
export function answerTo(asked: Question, answer: Answer, sketch: Sketch, clock: Clock): { sketch: Sketch; question: Question | null } | null {
  const choice = "choice" in answer ? asked.choices[answer.choice] : undefined;
  if ("choice" in answer && !choice) return null;
  const outcome = choice ? chosen(asked, choice, clock) : "text" in answer ? answered(asked, answer.text, clock) : null;
  if (!outcome) return null;
  const added = addTo(sketch, outcome.patch, !REPLACING.includes(asked.reason));
  if (asked.reason !== "which" || outcome.question) return { sketch: added, question: outcome.question };
  const link = sketch.place !== null && isLink(sketch.place) && added.place !== sketch.place ? ` ${sketch.place}` : "";
  return { sketch: { ...added, place: added.place === null ? sketch.place : `${added.place}${link}`, details: leftOver(asked, added, added.place) }, question: null };
}
