import type { CONTACT_PURPOSE } from "../contact/rules.ts";

/** The versions of the consent texts that were ever shown; an old one stays readable for those who agreed to it. */
export const CONSENT_VERSIONS = ["1", "2"] as const;
export type ConsentVersion = (typeof CONSENT_VERSIONS)[number];
export const CONSENT_VERSION: ConsentVersion = "2";
/** Who agreed to the first text of attendance agreed to check-ins, and not yet to replies and votes. */
export const REPLY_VERSION: ConsentVersion = "2";

/** What a member can agree to; the affiliation has a screen and a consent of its own. */
export const JOINING_PURPOSES = ["service", "attendance", "reminders"] as const;
export type Purpose = (typeof JOINING_PURPOSES)[number] | "affiliation";
export type Affiliation = "home" | "floating" | "guest";

export function isConsentVersion(version: string): version is ConsentVersion {
  return (CONSENT_VERSIONS as readonly string[]).includes(version);
}

export interface GivenConsent {
  readonly stationId: number;
  readonly purpose: Purpose | typeof CONTACT_PURPOSE;
  readonly textVersion: string;
  readonly givenAt: Date;
}

/** The words under the keyed hash of a proof: who knows all of them can check it, the database knows not who. */
export function proofStatement(userId: number, given: GivenConsent): string {
  return ["consent", userId, given.stationId, given.purpose, given.textVersion, given.givenAt.toISOString()].join("|");
}
