import { likeBefore, nextDate, onSaidDay, slotsOn, type Model } from "../again/rules.ts";
import { arranged } from "../content/rules.ts";
import { withoutTopic } from "../field/rules.ts";
import { EMPTY_SKETCH, question, type Choice, type Question, type Sketch } from "../question/rules.ts";
import type { Clock } from "../moment/rules.ts";
import { addTo, answerTo, readAnnouncement, type Answer } from "../sketch/rules.ts";
import type { SlotRead } from "../slot/rules.ts";
import { instantOf, zonedTime } from "../time/rules.ts";
import { partOf, type Topic } from "../topic/rules.ts";

/** What the guided draft asks, one after the other; the rest can be added to the preview. */
export const GUIDE: readonly Topic[] = ["title", "type", "slots", "place", "mode", "places", "closing", "hosts", "chats", "contact"];

/** An announcement that is being written. `step` counts the questions of the guided draft that were put; null without one. */
export interface Draft {
  readonly sketch: Sketch;
  readonly questions: readonly Question[];
  readonly step: number | null;
  /** The groups that were chosen; null is all of them. */
  readonly chatIds: readonly number[] | null;
  readonly model: Model | null;
}

export const NEW_DRAFT: Draft = { sketch: EMPTY_SKETCH, questions: [], step: null, chatIds: null, model: null };

/** A draft from a written line. */
export function writtenDraft(text: string, clock: Clock): Draft {
  return { ...NEW_DRAFT, ...readAnnouncement(text, clock) };
}

/** A draft lies about for a while; what comes again has its next date then. */
export function upToDate(draft: Draft, clock: Clock): Draft {
  return { ...draft, sketch: arranged(draft.sketch, clock) };
}

/** A draft of an activity that is announced again, or from a template: everything but the time is as it was. */
export function draftLike(sketch: Sketch, clock: Clock): Draft {
  const model = { slots: sketch.slots, repliesCloseAt: sketch.repliesCloseAt };
  const fresh = { ...sketch, slots: [], repeat: null, startsOn: null, endsOn: null, repliesCloseAt: null, announceAt: null };
  const date = nextDate(model, clock);
  const choices: Choice[] = date === null ? [] : [{ kind: "text", text: date }];
  return { ...NEW_DRAFT, sketch: fresh, model, questions: [question("slots", "again", null, choices)] };
}

/** What a choice of the question “when again?” would come to, so that its button can say it. */
export function slotsOfChoice(choice: Choice, { model }: Draft, zone: string): readonly SlotRead[] {
  return choice.kind === "text" && model ? slotsOn(choice.text, model, zone) : [];
}

const TYPE_CHOICES = [
  "theme day", "lecture", "training", "volunteer", "care", "joint activity", "general meeting", "committee meeting", "group meeting", "other",
];
const MODE_CHOICES = ["onsite", "online", "hybrid", "async"];
const PLACES_CHOICES = ["10", "20", "30", "50"];
const texts = (all: readonly string[]): Choice[] => all.map((text) => ({ kind: "text", text }));

/** The evening before the first slot: a cut-off that most choose. */
function eveningBefore({ slots }: Sketch, { now, zone }: Clock): Choice[] {
  const [first] = slots;
  if (!first) return [];
  const at = instantOf(zonedTime(first.startsAt, zone).toPlainDate().subtract({ days: 1 }).toString(), "18:00", zone);
  return at > now ? [{ kind: "at", at }] : [];
}

/** The question about a topic that nothing is wrong with, with the answers that most give. */
function wanted(topic: Topic, sketch: Sketch, clock: Clock): Question {
  if (topic === "type") return question(topic, "wanted", null, texts(TYPE_CHOICES));
  if (topic === "mode") return question(topic, "wanted", null, texts(MODE_CHOICES));
  if (topic === "places") return question(topic, "wanted", null, texts(PLACES_CHOICES));
  if (topic === "guests") return question(topic, "wanted", null, texts(["1", "2", "3"]));
  return question(topic, "wanted", null, topic === "closing" ? eveningBefore(sketch, clock) : []);
}

/** What stands against sending: something missing, or a time that does not fit any more. */
function objection({ sketch }: Draft, clock: Clock): Question | null {
  const { slots, repliesCloseAt, announceAt } = sketch;
  const none: Choice[] = [{ kind: "none" }];
  if (sketch.title === null) return wanted("title", sketch, clock);
  const bound = sketch.endsOn === null ? sketch.startsOn === null ? null : "starts" : "ends";
  if (bound && sketch.repeat && slots.length === 0) return question(bound, "noDate", null, none);
  const [first] = slots;
  const last = slots.at(-1);
  if (!first || !last) return wanted("slots", sketch, clock);
  if (bound && !sketch.repeat) return question(bound, "onlyRecurring", null, none);
  if (first.startsAt <= clock.now) return question("slots", "gone", null);
  if (repliesCloseAt && repliesCloseAt > last.startsAt) return question("closing", "afterStart", null, none);
  if (repliesCloseAt && repliesCloseAt <= (announceAt ?? clock.now)) return question("closing", "gone", null, none);
  if (announceAt && announceAt >= first.startsAt) return question("announceAt", "afterStart", null, none);
  return announceAt && announceAt <= clock.now ? question("announceAt", "gone", null, none) : null;
}

/** What is asked now; null where the preview can be shown. */
export function currentQuestion(draft: Draft, clock: Clock): Question | null {
  const [open] = draft.questions;
  if (open) return open;
  const topic = draft.step === null ? undefined : GUIDE[draft.step];
  return topic === undefined ? objection(draft, clock) : wanted(topic, draft.sketch, clock);
}

/** Whether the question is one of the guided draft's own, so that the next one follows it. */
const isStep = (draft: Draft) => draft.questions.length === 0 && draft.step !== null && draft.step < GUIDE.length;
const nextStep = ({ step }: Draft) => step === null || step + 1 >= GUIDE.length ? null : step + 1;

function settled(draft: Draft, asked: Question, sketch: Sketch, next: Question | null, clock: Clock): Draft {
  const rest = draft.questions.slice(draft.questions[0] === asked ? 1 : 0);
  const { model } = draft;
  const isTimed = asked.topic === "slots" && next === null && model !== null && sketch.slots.length > 0;
  return {
    ...draft, step: isStep(draft) ? nextStep(draft) : draft.step,
    sketch: isTimed ? likeBefore(sketch, model, clock) : sketch, model: isTimed ? null : model,
    questions: next ? [next, ...rest] : rest,
  };
}

/** Takes an answer; null where there is no such choice or nothing is asked. */
export function proceed(draft: Draft, answer: Answer, clock: Clock): Draft | null {
  const asked = currentQuestion(draft, clock);
  if (!asked) return null;
  const choice = "choice" in answer ? asked.choices[answer.choice] : undefined;
  const words = "text" in answer ? answer.text : choice?.kind === "text" ? choice.text : null;
  const onDay = asked.topic === "slots" && draft.model && words !== null ? onSaidDay(words, draft.model, clock) : null;
  if (onDay) return settled(draft, asked, addTo(draft.sketch, { slots: onDay }, false), null, clock);
  const taken = answerTo(asked, answer, draft.sketch, clock);
  return taken && settled(draft, asked, arranged(taken.sketch, clock), taken.question, clock);
}

const NEEDED: readonly Topic[] = ["title", "slots"];

/** Whether the topic can be left out; slots only where another one is sure. */
export function maySkip(draft: Draft, asked: Question): boolean {
  if (!NEEDED.includes(asked.topic)) return true;
  return asked.topic === "slots" && asked.reason !== "wanted" && asked.reason !== "again" && asked.reason !== "gone" && draft.sketch.slots.length > 0;
}

/** Leaves out what is asked; null where it is needed. Of slots, only the one that is not sure goes. */
export function skip(draft: Draft, clock: Clock): Draft | null {
  const asked = currentQuestion(draft, clock);
  if (!asked || !maySkip(draft, asked)) return null;
  return settled(draft, asked, asked.topic === "slots" ? draft.sketch : { ...draft.sketch, ...withoutTopic(asked.topic) }, null, clock);
}

/** The groups are chosen; whatever asks for them is answered. */
export function settleChats(draft: Draft, clock: Clock): Draft {
  const asked = currentQuestion(draft, clock);
  return asked?.topic === "chats" ? settled(draft, asked, draft.sketch, null, clock) : draft;
}

/** One question back in the guided draft; elsewhere back to the preview. */
export function stepBack(draft: Draft): Draft {
  const before = draft.step === null || draft.step === 0 ? draft.step : draft.step - 1;
  return { ...draft, step: before, questions: [] };
}

/** Asks anew about one topic of a draft that is complete. */
export function editing(draft: Draft, topic: Topic, clock: Clock): Draft {
  return { ...draft, step: null, questions: [wanted(topic, draft.sketch, clock)] };
}

/** Words that are written under the preview: parts that say what they speak of change it; null where none do. */
export function amended(draft: Draft, text: string, clock: Clock): Draft | null {
  const parts = text.split(/[|｜\r\n]+/u).map((part) => part.trim()).filter(Boolean).map((part) => partOf(part, clock));
  if (parts.length === 0 || parts.some((part) => part === null || !part.isSure)) return null;
  const topics = parts.flatMap((part) => part?.topic ?? []);
  const read = readAnnouncement(`${draft.sketch.title ?? "-"}\n${text}`, clock);
  const keys = new Set(topics.flatMap((topic) => Object.keys(withoutTopic(topic))));
  const patch = Object.fromEntries(Object.entries(read.sketch).filter(([key]) => keys.has(key))) as Partial<Sketch>;
  return { ...draft, sketch: addTo(draft.sketch, patch, false), questions: read.questions };
}
