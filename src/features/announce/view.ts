import type { Button, Outgoing } from "../../context.ts";
import { messages, type Messages } from "../../i18n/messages.ts";
import { audienceData, targetsOf } from "../audience/rules.ts";
import { boardMessage, plannedBoard } from "../bulletin/rules.ts";
import type { SentOut } from "../dispatch/actions.ts";
import { undoData, type Sent } from "../dispatch/rules.ts";
import type { DraftShown } from "../draft/actions.ts";
import { changeData } from "../change/rules.ts";
import { contentOf, seriesOf, typeOf } from "../content/rules.ts";
import { formatDay } from "../date/rules.ts";
import { currentQuestion, GUIDE, maySkip, slotsOfChoice } from "../draft/rules.ts";
import type { Choice, Question } from "../question/rules.ts";
import { cardData } from "../manage/rules.ts";
import { formatRhythm, startOf } from "../series/rules.ts";
import { formatSpan } from "../span/rules.ts";
import { formatMoment, formatMomentInZone, localDate } from "../time/rules.ts";
import { pageData } from "../timetable/rules.ts";
import { TOPICS } from "../topic/rules.ts";
import { modeNamed, typeNamed } from "../type/rules.ts";
import { shortTitle } from "../rollcall/rules.ts";
import { keepData, templatesData } from "../template/rules.ts";
import { againData, draftData, pickData, topicData, type Saying } from "./rules.ts";

const CODE = "([\\w-]{8})";
export const PAGE_DATA = new RegExp(`^announce:(show|send|edit|when|drop|skip|back):${CODE}:(\\d{1,6})$`);
export const PICK_DATA = new RegExp(`^announce:pick:${CODE}:(\\d{1,6}):(\\d{1,2})$`);
export const TOPIC_DATA = new RegExp(`^announce:topic:${CODE}:(\\d{1,6}):(${TOPICS.join("|")})$`);
export const UNDO_DATA = /^announce:undo:(?:(activity|series):)?(\d{1,15})$/;
export const DONE_DATA = new RegExp(`^announce:chosen:${CODE}$`);

/** More names than these do not fit a phone. */
const NAMED_GROUPS = 5;

const pairs = (buttons: readonly Button[]): Button[][] =>
  Array.from({ length: Math.ceil(buttons.length / 2) }, (_, row) => buttons.slice(row * 2, row * 2 + 2));

/** What the groups will see, word for word, with the buttons that they will have. */
function boardText(t: Messages, shown: DraftShown, saying: Saying): string {
  const content = contentOf(shown.draft.sketch);
  if (!content) return "";
  const at = { stationId: shown.stationId, timeZone: shown.timeZone, locale: shown.stationLocale, joinCode: shown.joinCode, now: saying.now };
  const board = boardMessage(messages(shown.stationLocale), plannedBoard(content, at), saying);
  const rows = (board.buttons ?? []).map((row) => t.announce.preview.buttons(row.map(({ text }) => text)));
  return [board.text, ...rows].join("\n");
}

function groupLines(t: Messages, shown: DraftShown): string[] {
  const titles = targetsOf(shown.draft, shown.groups).map(({ title }) => title);
  const blocked = shown.groups.filter(({ id, isReachable }) => !isReachable && (shown.draft.chatIds === null || shown.draft.chatIds.includes(id)));
  return [
    titles.length === 0 ? t.announce.preview.toNobody : t.announce.preview.to(titles.slice(0, NAMED_GROUPS), Math.max(0, titles.length - NAMED_GROUPS)),
    ...(blocked.length === 0 ? [] : [t.announce.preview.unreachable(blocked.slice(0, NAMED_GROUPS).map(({ title }) => title))]),
  ];
}

/** What the bot took for granted is said, so that nobody has to find out. */
function assumedLine(t: Messages, { draft: { sketch } }: DraftShown): string[] {
  const { preview } = t.announce;
  const type = typeOf(sketch);
  const assumed = [
    ...(sketch.type === null && type !== "other" ? [preview.guessedType(t.activity.types[type])] : []),
    ...(sketch.slots.some(({ endsAt }) => endsAt === null) ? [preview.usualLength] : []),
  ];
  return assumed.length === 0 ? [] : [preview.assumed(assumed)];
}

function limitLines(t: Messages, { draft: { sketch } }: DraftShown): string[] {
  return sketch.limits.map(({ role, places }) => t.announce.preview.limit(role === "member" ? t.announce.members : t.role.names[role], places));
}

function previewButtons(t: Messages, shown: DraftShown, saying: Saying): Button[][] {
  const { button } = t.announce;
  const { announceAt, repeat, endsOn } = shown.draft.sketch;
  const all = shown.groups.filter(({ isReachable }) => isReachable).length;
  const send = repeat ? button.begin : announceAt ? button.sendAt(formatMoment(announceAt, shown.timeZone, saying.locale, saying.now)) : button.send;
  return [
    [{ text: send, data: draftData("send", shown) }],
    [{ text: button.chats(targetsOf(shown.draft, shown.groups).length, all), data: audienceData(shown.code, 0) }, { text: button.when, data: draftData("when", shown) }],
    [{ text: button.edit, data: draftData("edit", shown) }, { text: button.keep, data: keepData(shown.code) }],
    [...(repeat && endsOn === null ? [{ text: button.until, data: topicData(shown, "ends") }] : []), { text: button.drop, data: draftData("drop", shown) }],
  ];
}

/** When it goes out, where that is not at once; of a series, how it comes again, too. */
function outLines(t: Messages, shown: DraftShown, { locale, now }: Saying): string[] {
  const { preview } = t.announce;
  const { sketch } = shown.draft;
  const plan = seriesOf(sketch, { now, zone: shown.timeZone });
  if (!plan) return sketch.announceAt ? [preview.announceAt(formatMomentInZone(sketch.announceAt, shown.timeZone, locale, now))] : [];
  const { course } = plan;
  const today = localDate(now, shown.timeZone);
  const { due, nextAt } = startOf(course, now, shown.timeZone);
  return [
    preview.repeats(formatRhythm(course, locale), course.endsOn === null ? null : formatDay(course.endsOn, locale, today)),
    preview.ahead(course.announceDaysBefore, course.announceAt),
    due.length > 0 ? preview.atOnce(due.map(({ on }) => formatDay(on, locale, today))) : preview.firstAt(formatMomentInZone(nextAt, shown.timeZone, locale, now)),
  ];
}

/** The announcement exactly as it will be posted, where it goes, and what can still be done with it. */
function previewMessage(t: Messages, shown: DraftShown, saying: Saying): Outgoing {
  const { preview } = t.announce;
  const lines = [
    preview.head(targetsOf(shown.draft, shown.groups).length), preview.line, boardText(t, shown, saying), preview.line,
    ...groupLines(t, shown),
    ...outLines(t, shown, saying),
    ...limitLines(t, shown), ...assumedLine(t, shown), preview.warning, preview.hint,
  ];
  return { text: lines.join("\n"), buttons: previewButtons(t, shown, saying) };
}

/** What leaving a topic out comes to. */
function noneText({ announce: { button } }: Messages, { topic, reason }: Question): string {
  if (reason === "onlyRecurring") return button.once;
  if (topic === "closing") return button.untilStart;
  if (topic === "ends") return button.noEnd;
  return topic === "starts" ? button.firstPossible : button.rightAway;
}

function choiceText(t: Messages, asked: Question, choice: Choice, shown: DraftShown, saying: Saying): string {
  const { button } = t.announce;
  const { timeZone, draft } = shown;
  if (choice.kind === "span") return formatSpan(choice, timeZone, saying.locale, saying.now);
  if (choice.kind === "at") return formatMoment(choice.at, timeZone, saying.locale, saying.now);
  if (choice.kind === "rhythm") return formatRhythm(choice.time, saying.locale);
  if (choice.kind === "day") return formatDay(choice.on, saying.locale, localDate(saying.now, timeZone));
  if (choice.kind === "none") return noneText(t, asked);
  const [first, ...more] = asked.topic === "slots" ? slotsOfChoice(choice, draft, timeZone) : [];
  if (first) return button.again(formatSpan(first, timeZone, saying.locale, saying.now), more.length);
  const type = asked.topic === "type" ? typeNamed(choice.text) : null;
  if (type) return t.activity.types[type];
  const mode = asked.topic === "mode" ? modeNamed(choice.text) : null;
  if (mode) return t.activity.modes[mode];
  return asked.topic === "guests" ? button.guests(Number(choice.text)) : shortTitle(choice.text);
}

/** What is wrong with the words that were written; nothing where it is only wanted. */
function doubtText(t: Messages, { reason, topic, text }: Question): string | null {
  const { doubts } = t.announce;
  if (reason === "wanted") return null;
  if (reason === "outOfRange") return topic === "guests" ? doubts.tooManyGuests : doubts.noPlaces;
  const words = doubts[reason];
  return typeof words === "string" ? words : words(text ?? "");
}

/** A question that its own doubt asks needs no second sentence. */
const SELF_ASKING: readonly Question["reason"][] = ["again", "ambiguous", "which", "twice", "howMany", "noHour", "onlyRecurring"];

function questionText(t: Messages, shown: DraftShown, asked: Question): string {
  const { title } = shown.draft.sketch;
  const doubt = doubtText(t, asked);
  const { step: at, questions } = shown.draft;
  // A doubt belongs to the step before: its answer was taken, and the draft went on.
  const step = at === null ? [] : [t.announce.step(questions.length > 0 ? at : at + 1, GUIDE.length)];
  return [
    ...(title === null || asked.topic === "title" ? [] : [`📣 ${title}`]), ...step,
    ...(doubt === null ? [] : [doubt]),
    ...(SELF_ASKING.includes(asked.reason) ? [] : [t.announce.ask[asked.topic]]),
    ...(shown.draft.step === 0 && asked.reason === "wanted" ? ["", t.announce.guideHint] : []),
  ].join("\n");
}

function choiceButtons(t: Messages, shown: DraftShown, asked: Question, saying: Saying): Button[][] {
  if (asked.topic === "chats") {
    const all = shown.groups.filter(({ isReachable }) => isReachable).length;
    const everywhere: Button[] = asked.reason === "wanted" ? [{ text: t.announce.button.allChats(all), data: draftData("skip", shown) }] : [];
    return [everywhere, [{ text: t.announce.button.someChats, data: audienceData(shown.code, 0) }]];
  }
  const buttons = asked.choices.map((choice, at) => ({ text: choiceText(t, asked, choice, shown, saying), data: pickData(shown, at) }));
  if (asked.topic === "places" || asked.topic === "guests") return [buttons.slice(0, 3), buttons.slice(3)];
  return asked.topic === "type" || asked.topic === "mode" ? pairs(buttons) : buttons.map((button) => [button]);
}

/** One question of a draft: what is unclear or still wanted, with a button for each answer that can be told beforehand. */
function questionMessage(t: Messages, shown: DraftShown, asked: Question, saying: Saying): Outgoing {
  const { button } = t.announce;
  const isGuided = shown.draft.step !== null;
  const canSkip = maySkip(shown.draft, asked) && !asked.choices.some(({ kind }) => kind === "none") && asked.topic !== "chats";
  const canGoBack = isGuided ? shown.draft.step !== 0 || shown.draft.questions.length > 0 : asked.reason === "wanted" && contentOf(shown.draft.sketch) !== null;
  const last: Button[] = [
    ...(canGoBack ? [{ text: button.back, data: draftData("back", shown) }] : []),
    ...(canSkip ? [{ text: isGuided ? button.skip : button.leaveOut, data: draftData("skip", shown) }] : []),
  ];
  const isFirst = shown.draft.step === 0 && shown.draft.questions.length === 0;
  const others: Button[] = isFirst ? [{ text: button.againLast, data: againData(shown.stationId) }, { text: button.fromTemplate, data: templatesData(shown.stationId) }] : [];
  const drop: Button[] = isGuided ? others : [{ text: button.drop, data: draftData("drop", shown) }];
  return { text: questionText(t, shown, asked), buttons: [...choiceButtons(t, shown, asked, saying), last, drop] };
}

/** Where a draft stands: the next question, or the preview. */
export function draftMessage(t: Messages, shown: DraftShown, saying: Saying): Outgoing {
  const asked = currentQuestion(shown.draft, { now: saying.now, zone: shown.timeZone });
  return asked ? questionMessage(t, shown, asked, saying) : previewMessage(t, shown, saying);
}

export function editMessage(t: Messages, shown: DraftShown): Outgoing {
  const { repeat } = shown.draft.sketch;
  const topics = TOPICS.filter((topic) => topic !== "chats" && (repeat !== null || (topic !== "starts" && topic !== "ends")));
  const buttons = topics.map((topic) => ({ text: t.announce.topics[topic], data: topicData(shown, topic) }));
  return {
    text: [`📣 ${shown.draft.sketch.title ?? ""}`, t.announce.editWhich].join("\n"),
    buttons: [...pairs(buttons), [{ text: t.announce.button.back, data: draftData("show", shown) }]],
  };
}

export function droppedMessage(t: Messages): Outgoing {
  return { text: t.announce.dropped, buttons: [] };
}

function seriesText(t: Messages, sent: SentOut, { locale, now }: Saying): string {
  if (!("plan" in sent.what)) return "";
  const { course } = sent.what.plan;
  const { due, nextAt } = startOf(course, now, sent.timeZone);
  const rhythm = formatRhythm(course, locale);
  const { announceDaysBefore: days, announceAt: time } = course;
  const start = due.length > 0 ? t.announce.series.soon(due.length, sent.chats) : t.announce.series.later(sent.chats, formatMomentInZone(nextAt, sent.timeZone, locale, now));
  return t.announce.series.sent(sent.title, rhythm, start, days, time);
}

/** What was sent, and how to take it back. */
export function sentMessage(t: Messages, sent: SentOut, saying: Saying): Outgoing {
  const undo = t.announce.button.undo;
  if ("seriesId" in sent.what) {
    const { seriesId } = sent.what;
    return { text: seriesText(t, sent, saying), buttons: [[{ text: undo, data: undoData("series", seriesId) }, { text: t.announce.series.page, data: pageData(seriesId) }]] };
  }
  const text = sent.what.isLater
    ? t.announce.sent.later(sent.title, sent.chats, formatMomentInZone(sent.announcedAt, sent.timeZone, saying.locale, saying.now))
    : t.announce.sent.soon(sent.title, sent.chats);
  return { text, buttons: [[{ text: undo, data: undoData("activity", sent.what.activityId) }]] };
}

/** Undo came too late: what can be done instead. */
export function outMessage(t: Messages, what: Sent, id: number): Outgoing {
  if (what === "series") return { text: t.announce.series.begun, buttons: [[{ text: t.announce.series.page, data: pageData(id) }]] };
  return {
    text: t.announce.alreadyOut,
    buttons: [[{ text: t.announce.button.cancel, data: changeData(id, "cancel") }], [{ text: t.post.report.manage, data: cardData(id) }]],
  };
}

export function takenBackMessage(t: Messages, title: string): Outgoing {
  return { text: t.announce.takenBackOnly(title), buttons: [] };
}
