import type { Button, Controller, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { replyData, showData } from "../reply/rules.ts";
import { JOIN_QUESTIONS, nextOf, writeJoinStep, type JoinPath, type JoinQuestion, type JoinStep } from "./rules.ts";

export interface Joining {
  readonly step: JoinStep;
  readonly stationName: string;
  readonly controller: Controller;
}

const answered = (step: JoinStep, answers: string) => writeJoinStep({ ...step, answers });

function welcomeMessage(t: Messages, { step, stationName, controller }: Joining): Outgoing {
  return {
    text: t.member.welcome(stationName, controller),
    buttons: [
      [{ text: t.member.adult, data: answered(step, "a") }],
      [{ text: t.member.decline, data: answered(step, "an") }],
    ],
  };
}

function questionText(t: Messages, joining: Joining, question: JoinQuestion): string {
  if (question === "alias") return t.member.askAlias;
  const asks = question === "service" ? t.member.askService : t.consent.ask;
  return `${t.consent.texts[joining.step.version][question](joining.controller)}\n\n${asks}`;
}

function questionMessage(t: Messages, joining: Joining, question: JoinQuestion): Outgoing {
  const { step } = joining;
  return {
    text: `${t.member.questionOf(JOIN_QUESTIONS.indexOf(question) + 1, JOIN_QUESTIONS.length)}\n\n${questionText(t, joining, question)}`,
    buttons: [
      [{ text: t.consent.yes, data: answered(step, `${step.answers}y`) }, { text: t.consent.no, data: answered(step, `${step.answers}n`) }],
      [{ text: t.member.back, data: answered(step, step.answers.slice(0, -1)) }],
    ],
  };
}

/** The screen of one step; joining itself, at the end, is not a screen. */
export function joinMessage(t: Messages, joining: Joining): Outgoing {
  const next = nextOf(joining.step.answers);
  if (next === "welcome" || next === "done") return welcomeMessage(t, joining);
  if (next !== "declined") return questionMessage(t, joining, next);
  return { text: t.member.declined, buttons: [[{ text: t.member.restart, data: answered(joining.step, "") }]] };
}

export interface Arrival {
  readonly path: JoinPath;
  readonly isRollCallOpen: boolean;
  /** Whether the activity they came from can be answered with one tap. */
  readonly isAnswerable?: boolean;
}

/** What somebody came for, where it can still be done. */
function backRows(t: Messages, { path, isRollCallOpen, isAnswerable }: Arrival): Button[][] {
  const { activityId, rollCallId } = path;
  if (activityId === null) return isRollCallOpen && rollCallId !== null ? [[{ text: t.member.here, data: `checkin:${rollCallId}:here` }]] : [];
  const reply = (choice: "going" | "maybe"): Button => ({ text: t.post.button[choice], data: replyData(activityId, 0, choice) });
  return [...(isAnswerable === true ? [[reply("going"), reply("maybe")]] : []), [{ text: t.member.toActivity, data: showData(activityId) }]];
}

export function joinedMessage(t: Messages, joined: { alias: string; stationName: string }, arrival: Arrival): Outgoing {
  return { text: t.member.joined(joined.stationName, joined.alias), buttons: backRows(t, arrival) };
}

export function alreadyJoinedMessage(t: Messages, stationName: string, arrival: Arrival): Outgoing {
  return {
    text: t.member.refusals.alreadyJoined(stationName),
    buttons: [
      ...backRows(t, arrival),
      [{ text: t.member.settings, data: `mydata:show:${arrival.path.stationId}` }],
    ],
  };
}

/** A member came from a board that cannot count them yet: the one consent that is missing. */
export function askConsentMessage(t: Messages, stationId: number): Outgoing {
  return { text: t.checkin.inviteConsent, buttons: [[{ text: t.checkin.consentButton, data: `consent:page:${stationId}:attendance` }]] };
}

/** The separate, skippable question after joining; four answers of equal weight. */
export function affiliationQuestion(t: Messages, joining: Joining): Outgoing {
  const { version, path } = joining.step;
  const choice = (kind: "home" | "floating" | "guest" | "skip") =>
    [{ text: t.consent.affiliations[kind], data: `consent:belong:${version}:${path.stationId}:${kind}` }];
  return {
    text: t.consent.texts[version].affiliation(joining.controller),
    buttons: [choice("home"), choice("floating"), choice("guest"), choice("skip")],
  };
}

export const unknownCodeMessage = (t: Messages): Outgoing => ({ text: t.member.refusals.unknownCode });
export const textChangedToast = (t: Messages): string => t.member.textChanged;
