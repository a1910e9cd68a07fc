import type { Button, Controller, Locale, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { formatDate } from "../time/rules.ts";
import type { AnswersGone } from "../trace/actions.ts";
import type { PurposePage } from "./actions.ts";
import { CONSENT_VERSION, isConsentVersion, type Affiliation } from "./rules.ts";

export const PAGE_DATA = /^consent:page:(\d{1,15}):(service|attendance|reminders|affiliation)$/;
export const GIVE_DATA = /^consent:give:(\w{1,4}):(\d{1,15}):(attendance|reminders)$/;
export const WITHDRAW_DATA = /^consent:withdraw:(\d{1,15}):(attendance|reminders)$/;
export const OLDER_DATA = /^consent:older:(\d{1,15}):(attendance|reminders)$/;
export const BELONG_DATA = /^consent:belong:(\w{1,4}):(\d{1,15}):(home|floating|guest|skip|none)$/;

const backRow = (t: Messages, stationId: number): Button[] => [{ text: t.consent.back, data: `mydata:show:${stationId}` }];

/** Agreed to an older text, where there is a newer one to agree to. */
const isOutdated = ({ textVersion, purpose }: PurposePage) =>
  textVersion !== null && isConsentVersion(textVersion) && textVersion !== CONSENT_VERSION && (purpose === "attendance" || purpose === "reminders");

/** The text that this person agreed to, or the present one. */
function consentText(t: Messages, shown: PurposePage, controller: Controller): string {
  const { textVersion, purpose } = shown;
  if (textVersion !== null && !isConsentVersion(textVersion)) return t.consent.textLost(textVersion);
  return t.consent.texts[textVersion ?? CONSENT_VERSION][purpose](controller);
}

function statusLine(t: Messages, locale: Locale, shown: PurposePage): string {
  if (shown.givenAt === null || shown.textVersion === null) return t.consent.notGiven;
  return t.consent.given(formatDate(shown.givenAt, shown.timeZone, locale), shown.textVersion);
}

function affiliationRows(t: Messages, { stationId, affiliation }: PurposePage): Button[][] {
  const choice = (kind: Affiliation | "none"): Button[] =>
    [{ text: t.consent.affiliations[kind], data: `consent:belong:${CONSENT_VERSION}:${stationId}:${kind}` }];
  const others = (["home", "floating", "guest"] as const).filter((kind) => kind !== affiliation);
  return [...others.map(choice), ...(affiliation ? [choice("none")] : [])];
}

function purposeRows(t: Messages, shown: PurposePage): Button[][] {
  const { stationId, purpose } = shown;
  if (purpose === "affiliation") return affiliationRows(t, shown);
  if (purpose === "service") return [[{ text: t.consent.withdrawService, data: `erasure:leave:${stationId}` }]];
  if (isOutdated(shown)) {
    return [
      [{ text: t.consent.agreeNewer, data: `consent:give:${CONSENT_VERSION}:${stationId}:${purpose}` }],
      [{ text: t.consent.readOlder, data: `consent:older:${stationId}:${purpose}` }],
      [{ text: t.consent.withdraw, data: `consent:withdraw:${stationId}:${purpose}` }],
    ];
  }
  if (shown.givenAt) return [[{ text: t.consent.withdraw, data: `consent:withdraw:${stationId}:${purpose}` }]];
  return [[
    { text: t.consent.yes, data: `consent:give:${CONSENT_VERSION}:${stationId}:${purpose}` },
    { text: t.consent.no, data: `mydata:show:${stationId}` },
  ]];
}

/** The newer text beside what was agreed to. */
function newerMessage(t: Messages, locale: Locale, shown: PurposePage, controller: Controller): Outgoing {
  const text = t.consent.texts[CONSENT_VERSION][shown.purpose](controller);
  return {
    text: [shown.stationName, statusLine(t, locale, shown), t.consent.newer(shown.textVersion ?? ""), text].join("\n\n"),
    buttons: [...purposeRows(t, shown), backRow(t, shown.stationId)],
  };
}

/** The text of the version that somebody agreed to. */
export function olderMessage(t: Messages, locale: Locale, shown: PurposePage, controller: Controller): Outgoing {
  return {
    text: [shown.stationName, consentText(t, shown, controller), statusLine(t, locale, shown)].join("\n\n"),
    buttons: [[{ text: t.consent.back, data: `consent:page:${shown.stationId}:${shown.purpose}` }]],
  };
}

/** One purpose: its text, whether and since when it was agreed to, and the way to change that. */
export function purposeMessage(t: Messages, locale: Locale, shown: PurposePage, controller: Controller): Outgoing {
  if (isOutdated(shown)) return newerMessage(t, locale, shown, controller);
  const mayAgree = !shown.givenAt && shown.purpose !== "affiliation";
  const effect = shown.givenAt && shown.purpose === "attendance" ? [t.consent.withdrawingAttendance] : [];
  const current = shown.affiliation && shown.purpose === "affiliation" ? [t.consent.currentAffiliation(t.consent.affiliations[shown.affiliation])] : [];
  return {
    text: [shown.stationName, consentText(t, shown, controller), statusLine(t, locale, shown), ...current, ...effect, ...(mayAgree ? [t.consent.ask] : [])].join("\n\n"),
    buttons: [...purposeRows(t, shown), backRow(t, shown.stationId)],
  };
}

export function withdrawnToast(t: Messages, purpose: "attendance" | "reminders", gone: AnswersGone): string {
  return purpose === "attendance" ? t.consent.attendanceWithdrawn(gone) : t.consent.remindersWithdrawn;
}

/** What stands in the place of the affiliation question once it is answered. */
export function belongingMessage(t: Messages, stationId: number, kind: Affiliation | "skip"): Outgoing {
  return {
    text: kind === "skip" ? t.consent.affiliationSkipped : t.consent.affiliationKept(t.consent.affiliations[kind]),
    buttons: [[{ text: t.consent.settings, data: `mydata:show:${stationId}` }]],
  };
}
