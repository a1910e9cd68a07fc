const DAY_MS = 24 * 3_600_000;
/** What a calendar shows: the weeks that people plan, and the month for which answers are kept. */
const DAYS_AHEAD = 90;
const DAYS_BACK = 30;

/** One slot of an activity as a calendar knows it. */
export interface EventFacts {
  readonly stationId: number;
  readonly activityId: number;
  readonly slotId: number;
  readonly title: string;
  readonly label: string | null;
  readonly place: string | null;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly createdAt: Date;
  readonly movedAt: Date | null;
  readonly placeChangedAt: Date | null;
  readonly cancelledAt: Date | null;
  /** Still waiting for a place. */
  readonly isWaiting: boolean;
}

/** The same for ever, whatever becomes of the activity, and never that of another bot. */
export function uidOf({ stationId, activityId, slotId }: EventFacts, botUsername: string): string {
  return `${stationId}-${activityId}-${slotId}@${botUsername}`;
}

/** When it last became another. */
export function changedAt({ createdAt, ...later }: EventFacts): Date {
  return new Date(Math.max(...[createdAt, later.movedAt, later.placeChangedAt, later.cancelledAt].map((at) => at?.getTime() ?? 0)));
}

/** Rises with every change, so that a calendar takes the newest version; seconds, for it must fit 31 bits. */
export function sequenceOf(event: EventFacts): number {
  return Math.ceil((changedAt(event).getTime() - event.createdAt.getTime()) / 1000);
}

export function statusOf({ cancelledAt, isWaiting }: EventFacts): "CANCELLED" | "TENTATIVE" | "CONFIRMED" {
  if (cancelledAt !== null) return "CANCELLED";
  return isWaiting ? "TENTATIVE" : "CONFIRMED";
}

/** From when until when a feed tells what somebody goes to. */
export function feedWindow(now: Date): { from: Date; until: Date } {
  return { from: new Date(now.getTime() - DAYS_BACK * DAY_MS), until: new Date(now.getTime() + DAYS_AHEAD * DAY_MS) };
}

/** What the button for one activity's calendar file carries. */
export function fileData(activityId: number): string {
  return `agenda:ics:${activityId}`;
}

/** What the button to the page of the private link carries. */
export const FEED_PAGE_DATA = "calendar:feed";

export function feedLink(publicUrl: string, code: string): string {
  return `${publicUrl}/calendar/${code}.ics`;
}
