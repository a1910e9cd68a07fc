import type { Causes } from "../cause/rules.ts";
import type { Coverage, Figures } from "../figures/rules.ts";

/** What went on in a week, in counts. */
export interface Flow {
  readonly unitsNew: number;
  readonly unitsClosed: number;
  readonly assignmentsLapsed: number;
  readonly surveys: number;
  readonly held: number;
  readonly cancelled: number;
  readonly coming: number;
  /** F11. Persons, not participations; only for the lead's private report. */
  readonly participations: number;
  readonly persons: number;
  readonly requestsOpened: number;
  readonly requestsClosed: number;
}

/** An earlier week's coverage that a back-dated entry has changed since it was told. */
export interface Correction {
  readonly asOf: string;
  readonly told: Coverage;
  readonly now: Coverage;
}

/** All that a week's digest of a station says. */
export interface Week {
  readonly stationName: string;
  /** The Monday and the Sunday, and the ISO week they are. */
  readonly from: string;
  readonly through: string;
  readonly year: number;
  readonly week: number;
  readonly figures: Figures;
  /** A week earlier. */
  readonly before: Figures;
  readonly causes: Causes;
  readonly flow: Flow;
  readonly suggestions: number;
  readonly corrections: readonly Correction[];
  /** The two coverages at the end of each of up to twelve weeks, oldest first, this one last. */
  readonly trend: readonly { readonly asOf: string; readonly coverage: Coverage }[];
}
