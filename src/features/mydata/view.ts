import type { Button, Locale, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { JOINING_PURPOSES, REPLY_VERSION, type Purpose } from "../consent/rules.ts";
import { formatDate } from "../time/rules.ts";
import type { MyData, MyStation } from "./actions.ts";

export const HOME_DATA = /^mydata:home$/;
export const SHOW_DATA = /^mydata:show:(\d{1,15})$/;
export const ALIAS_DATA = /^mydata:alias:(\d{1,15})$/;
export const SHOWN_DATA = /^mydata:shown:(\d{1,15}):([yn])$/;

type Given = MyStation["consents"][number] | undefined;

/** Whoever agreed to the first text agreed to check-ins, and reads no more than that. */
function purposeName(t: Messages, purpose: Purpose, given: Given): string {
  const isFirst = purpose === "attendance" && given !== undefined && given.textVersion < REPLY_VERSION;
  return isFirst ? t.mydata.onlyCheckIns : t.consent.purposes[purpose];
}

const purposeLines = (t: Messages, locale: Locale, shown: MyStation): string[] => JOINING_PURPOSES.map((purpose) => {
  const given = shown.consents.find((consent) => consent.purpose === purpose);
  const name = purposeName(t, purpose, given);
  return given
    ? t.mydata.purposeGiven(name, formatDate(given.givenAt, shown.timeZone, locale), given.textVersion)
    : t.mydata.purposeNotGiven(name);
});

function memberLines(t: Messages, locale: Locale, shown: MyStation): string[] {
  const { member, timeZone } = shown;
  if (!member) return [t.mydata.notJoined];
  const kept = shown.checkInsKeptUntil;
  return [
    t.mydata.alias(member.alias, member.aliasShown),
    t.mydata.joinedOn(formatDate(member.joinedAt, timeZone, locale)),
    ...purposeLines(t, locale, shown),
    shown.affiliation ? t.mydata.affiliation(t.consent.affiliations[shown.affiliation]) : t.mydata.noAffiliation,
    kept ? t.mydata.checkIns(shown.checkIns, formatDate(kept, timeZone, locale)) : t.mydata.noCheckIns,
    ...(shown.replies + shown.standingReplies > 0 ? [t.mydata.replies(shown.replies, shown.standingReplies)] : []),
    ...(shown.votes > 0 ? [t.mydata.votes(shown.votes)] : []),
  ];
}

function stationText(t: Messages, locale: Locale, shown: MyStation): string {
  const roles = shown.roles.map((role) => t.mydata.roles[role]);
  return [
    t.mydata.station(shown.stationName),
    ...memberLines(t, locale, shown),
    ...(roles.length > 0 ? [t.mydata.rolesHeld(roles)] : []),
    ...(shown.instructor ? [t.mydata.instructor(shown.instructor.code, shown.instructor.units)] : []),
    ...(shown.contactOf.length > 0 ? [t.mydata.contactOf(shown.contactOf)] : []),
    ...(shown.handed > 0 ? [t.mydata.handed(shown.handed)] : []),
    ...(shown.requests > 0 ? [t.mydata.requests(shown.requests)] : []),
    ...(shown.surveys > 0 ? [t.mydata.surveys(shown.surveys)] : []),
  ].join("\n");
}

function settingRows(t: Messages, { stationId, member, consents }: MyStation): Button[][] {
  if (!member) return [];
  const purposeButton = (purpose: Purpose): Button => {
    const given = consents.find((consent) => consent.purpose === purpose);
    return { text: t.mydata.purposeButton(purposeName(t, purpose, given), given !== undefined), data: `consent:page:${stationId}:${purpose}` };
  };
  return [
    [{ text: t.mydata.changeAlias, data: `mydata:alias:${stationId}` }],
    [member.aliasShown
      ? { text: t.mydata.hideAlias, data: `mydata:shown:${stationId}:n` }
      : { text: t.mydata.showAlias, data: `mydata:shown:${stationId}:y` }],
    ...JOINING_PURPOSES.map((purpose) => [purposeButton(purpose)]),
    [{ text: t.mydata.changeAffiliation, data: `consent:page:${stationId}:affiliation` }],
  ];
}

const fileRow = (t: Messages): Button[] => [{ text: t.mydata.asFile, data: "mycopy:file" }];

const besides = (t: Messages, { hasFeed, bodies }: MyData): string[] => [
  ...(bodies.length > 0 ? [t.mydata.bodies(bodies.map(({ name, right }) => t.mydata.body(name, t.node.rights[right])))] : []),
  ...(hasFeed ? [t.mydata.calendar] : []), t.mydata.also,
];

/** One station: what is held, and a button for each thing that can be changed. */
export function stationMessage(t: Messages, locale: Locale, shown: MyStation, mine: MyData): Outgoing {
  const leave = [{ text: t.mydata.leave, data: `erasure:leave:${shown.stationId}` }];
  return {
    text: [t.mydata.heading, stationText(t, locale, shown), ...besides(t, mine)].join("\n\n"),
    buttons: [
      ...settingRows(t, shown), leave, fileRow(t),
      ...(mine.stations.length === 1 ? [] : [[{ text: t.mydata.backHome, data: "mydata:home" }]]),
    ],
  };
}

/** Everything, with a button to each station where there are several. */
export function myDataMessage(t: Messages, locale: Locale, mine: MyData): Outgoing {
  const { stations } = mine;
  const [only] = stations;
  if (only && stations.length === 1) return stationMessage(t, locale, only, mine);
  if (!only) return { text: [t.mydata.heading, t.mydata.accountOnly, ...besides(t, mine)].join("\n\n"), buttons: [fileRow(t)] };
  return {
    text: [t.mydata.heading, ...stations.map((shown) => stationText(t, locale, shown)), ...besides(t, mine)].join("\n\n"),
    buttons: [
      ...stations.map((shown) => [{ text: t.mydata.openStation(shown.stationName), data: `mydata:show:${shown.stationId}` }]),
      fileRow(t),
    ],
  };
}

export const nothingMessage = (t: Messages): Outgoing => ({ text: t.mydata.nothing });

export const askAliasMessage = (t: Messages, stationName: string): Outgoing => ({ text: t.mydata.askAlias(stationName) });

export function aliasChangedMessage(t: Messages, stationId: number, alias: string): Outgoing {
  return { text: t.mydata.aliasChanged(alias), buttons: [[{ text: t.mydata.backHere, data: `mydata:show:${stationId}` }]] };
}

export const aliasShownToast = (t: Messages, aliasShown: boolean): string => t.mydata.aliasShownNow(aliasShown);
