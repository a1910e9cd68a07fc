import type { Button, Locale, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { inRows } from "../rows/rules.ts";
import { formatDay } from "../date/rules.ts";
import type { LinesRecorded, Surveyed } from "../survey/actions.ts";
import type { Answers } from "../survey/rules.ts";
import { statusOnData } from "../unitstatus/rules.ts";
import type { Areas, Asked, Finished } from "./actions.ts";
import { CHOICES, STEPS, type Step } from "./rules.ts";

export const ANSWER_DATA = new RegExp(`^walk:a:(\\d{1,15}):(${STEPS.join("|")}):(\\w{1,20})$`);
export const SKIP_DATA = /^walk:skip:(\d{1,15})$/;
export const STOP_DATA = /^walk:stop$/;
export const UNIT_DATA = /^walk:unit:(\d{1,15}):([A-Z0-9-]{1,16})$/;
export const AREA_DATA = /^walk:area:(\d{1,15}):(\d{1,15})$/;
export const ALL_DATA = /^walk:all:(\d{1,15})$/;

/** What a message has room for beside the rest. */
const MAX_LINES = 12;
const MAX_AREAS = 12;
const MAX_CHANGES = 10;
const COLUMNS: Record<Step, number> = { status: 3, members: 5, willing: 3, secretary: 1, reason: 2 };

/** What was found, in a few words. */
function foundText(t: Messages, answers: Answers): string {
  const { foundStatus, fullMembers, willing, hasSecretaryCandidate, notFormedReason } = answers;
  const parts = [
    foundStatus && t.unit.statuses[foundStatus],
    fullMembers === null ? null : t.survey.members(fullMembers),
    willing && t.survey.willing[willing],
    hasSecretaryCandidate === null ? null : t.survey.secretary[hasSecretaryCandidate ? "yes" : "no"],
    notFormedReason && !(willing === "no" && notFormedReason === "unwilling") ? t.survey.reason[notFormedReason] : null,
  ].filter((part) => part !== null);
  return parts.length > 0 ? parts.join(" · ") : t.survey.nothingSaid;
}

const differs = ({ status, foundStatus }: Surveyed) => foundStatus !== null && foundStatus !== status;

/** That the register says something else than what was found. */
function differenceText(t: Messages, surveyed: Surveyed): string[] {
  const { status, foundStatus, mayChange } = surveyed;
  if (foundStatus === null || !differs(surveyed)) return [];
  return [t.survey.differs(t.unit.statuses[foundStatus], t.unit.statuses[status]), ...mayChange ? [] : [t.survey.tellOrganizer]];
}

/** The way to change the register to what was found, from the day on which it was found. */
function changeButtons(t: Messages, all: readonly Surveyed[]): Button[][] {
  return all.filter((surveyed) => differs(surveyed) && surveyed.mayChange).slice(0, MAX_CHANGES).map(({ stationId, unitId, code, on, foundStatus }) =>
    [{ text: t.survey.button.change(code, t.unit.statuses[foundStatus ?? "active"]), data: statusOnData({ stationId, id: unitId }, foundStatus ?? "active", on) }]);
}

const nextButton = (t: Messages, stationId: number): Button[] => [{ text: t.survey.button.next, data: `walk:all:${stationId}` }];

/** What was written down; under a unit that was asked for by its code, the way to the next one that is due. */
export function recordedMessage(t: Messages, { stationId, surveyed, answers, isSingle }: Finished): Outgoing {
  return {
    text: [t.survey.recorded(surveyed.code, foundText(t, answers)), ...differenceText(t, surveyed)].join("\n"),
    buttons: [...changeButtons(t, [surveyed]), ...isSingle ? [nextButton(t, stationId)] : []],
  };
}

function shortened(t: Messages, lines: readonly string[]): string[] {
  return lines.length <= MAX_LINES ? [...lines] : [...lines.slice(0, MAX_LINES), t.survey.lines.more(lines.length - MAX_LINES)];
}

/** What was recorded of many lines, and what was not, with the reason beside each; once they end a survey of one unit, the way to the next. */
export function linesMessage(t: Messages, { recorded, refused }: LinesRecorded, endedAt: number | null = null): Outgoing {
  const done = recorded.map(({ line, surveyed }) => [`${surveyed.code}: ${foundText(t, line)}`, ...differenceText(t, surveyed)].join("\n"));
  const left = refused.map(({ text, reason, word }) => `${text.slice(0, 60)} — ${t.survey.lines.why[reason](word.slice(0, 30))}`);
  return {
    text: [
      ...done.length > 0 ? [[t.survey.lines.recorded(done.length), ...shortened(t, done)].join("\n")] : [],
      ...left.length > 0 ? [[t.survey.lines.refused(left.length), ...shortened(t, left)].join("\n")] : [],
    ].join("\n\n"),
    buttons: [...changeButtons(t, recorded.map(({ surveyed }) => surveyed)), ...endedAt === null ? [] : [nextButton(t, endedAt)]],
  };
}

function choiceText(t: Messages, step: Step, choice: string): string {
  if (choice === "unknown") return t.survey.unknown;
  if (step === "members") return choice;
  const words: Record<string, string> = step === "status" ? t.unit.statuses : t.survey[step];
  return words[choice] ?? choice;
}

/** What was answered so far, so that whoever was called away finds back. */
function soFar(t: Messages, step: Step, answers: Answers): string[] {
  return step === "status" ? [] : [`✓ ${foundText(t, answers)}`];
}

/** One question about one unit, with its answers under it. */
export function askMessage(t: Messages, { unit, step, answers, done, today }: Asked, locale: Locale): Outgoing {
  const title = unit.name === null ? unit.code : `${unit.code} ${unit.name}`;
  const last = unit.lastOn === null ? t.survey.never : t.survey.last(formatDay(unit.lastOn, locale, today));
  const head = [t.survey.unit(title, unit.area, unit.industry), done > 0 ? `${last} · ${t.survey.done(done)}` : last];
  const choices = CHOICES[step].map((choice): Button => ({ text: choiceText(t, step, choice), data: `walk:a:${unit.unitId}:${step}:${choice}` }));
  return {
    text: [...head, ...soFar(t, step, answers), "", t.survey.ask[step]].join("\n"),
    buttons: [...inRows(choices, COLUMNS[step]), [{ text: t.survey.button.skip, data: `walk:skip:${unit.unitId}` }, { text: t.survey.button.stop, data: "walk:stop" }]],
  };
}

/** Which area to begin with. */
export function areasMessage(t: Messages, { stationId, stationName, areas }: Areas): Outgoing {
  const all = areas.reduce((sum, { units }) => sum + units, 0);
  const shown = areas.slice(0, MAX_AREAS).map(({ area, units, unitId }): Button => ({ text: t.survey.button.area(area, units), data: `walk:area:${stationId}:${unitId}` }));
  return {
    text: t.survey.whichArea(stationName),
    buttons: [...inRows(shown, 2), [{ text: t.survey.button.all(all), data: `walk:all:${stationId}` }]],
  };
}
