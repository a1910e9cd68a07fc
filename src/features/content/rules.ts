import type { ActivityContent, ActivityType, Mode } from "../activity/rules.ts";
import type { Sketch } from "../question/rules.ts";
import type { Clock } from "../moment/rules.ts";
import { planCourse, USUAL_AHEAD, aheadOf, announceInstant, startRhythm, type PlannedCourse, type SeriesContent } from "../series/rules.ts";
import { spanOn } from "../span/rules.ts";
import { modeOfPlace, typeOfTitle, usualMinutes } from "../type/rules.ts";

const MINUTE_MS = 60_000;

export function typeOf(sketch: Sketch): ActivityType {
  return sketch.type ?? typeOfTitle(sketch.title ?? "");
}

function modeOf(sketch: Sketch): Mode {
  return sketch.mode ?? modeOfPlace(sketch.place);
}

/** What would be announced; null while something needed is missing. A slot without an end lasts as usual for its type. */
export function contentOf(sketch: Sketch): ActivityContent | null {
  const { title, place, details, capacity, limits, guestsMax, contact, repliesCloseAt, hosts } = sketch;
  if (title === null || sketch.slots.length === 0) return null;
  const type = typeOf(sketch);
  const slots = sketch.slots.map(({ label, startsAt, endsAt }) => ({
    label, startsAt, endsAt: endsAt ?? new Date(startsAt.getTime() + usualMinutes(type) * MINUTE_MS),
  }));
  return { type, title, mode: modeOf(sketch), place, details, capacity, guestsMax, limits, contact, repliesCloseAt, hosts, slots };
}

/** An activity as a sketch again, to be sent once more or taken back into the draft. */
export function sketchOf(content: ActivityContent, announceAt: Date | null = null): Sketch {
  return { ...content, repeat: null, startsOn: null, endsOn: null, chatNames: [], announceAt };
}

/** A series as it would begin. */
export interface SeriesPlan {
  readonly content: Omit<SeriesContent, "chatIds">;
  readonly course: PlannedCourse;
}

const minutesOf = (sketch: Sketch) => sketch.repeat?.minutes ?? usualMinutes(typeOf(sketch));

/** The series that a sketch with a rhythm comes to; null for one without, or while something needed is missing. */
export function seriesOf(sketch: Sketch, { now, zone }: Clock): SeriesPlan | null {
  const content = contentOf(sketch);
  const [first] = content?.slots ?? [];
  const { repeat, startsOn, endsOn, announceAt } = sketch;
  if (!content || !repeat || !first) return null;
  const { slots: _slots, repliesCloseAt, ...rest } = content;
  const closesMsBefore = repliesCloseAt && first.startsAt.getTime() - repliesCloseAt.getTime();
  const said = { recurrence: repeat.recurrence, from: repeat.from, minutes: minutesOf(sketch), startsOn, endsOn };
  const course = planCourse(said, announceAt ? aheadOf(announceAt, first.startsAt, zone) : USUAL_AHEAD, now, zone);
  return course && { content: { ...rest, closesMsBefore }, course };
}

/** A series as a sketch again, from its first date. */
export function sketchOfSeries({ content, course }: SeriesPlan, zone: string): Sketch {
  const { recurrence, from, minutes, startsOn, endsOn, announceAt, announceDaysBefore } = course;
  const { closesMsBefore, ...rest } = content;
  const slot = spanOn(startsOn, from, minutes, zone);
  const isUsual = announceAt === USUAL_AHEAD.announceAt && announceDaysBefore === USUAL_AHEAD.announceDaysBefore;
  return {
    ...rest, repeat: { recurrence, from, minutes }, startsOn, endsOn, slots: [{ label: null, ...slot }], chatNames: [],
    repliesCloseAt: closesMsBefore === null ? null : new Date(slot.startsAt.getTime() - closesMsBefore),
    announceAt: isUsual ? null : announceInstant(course, startsOn, zone),
  };
}

/** The times of a sketch that comes again are those of its next date; while it lies about, that one moves on, and the cut-off with it. */
export function arranged(sketch: Sketch, { now, zone }: Clock): Sketch {
  const { repeat, startsOn, endsOn, repliesCloseAt } = sketch;
  if (!repeat) return sketch;
  const rhythm = startRhythm({ ...repeat, minutes: minutesOf(sketch), startsOn, endsOn }, now, zone);
  if (!rhythm) return { ...sketch, slots: [] };
  const first = spanOn(rhythm.startsOn, repeat.from, repeat.minutes, zone);
  const [before] = sketch.slots;
  const movedMs = before && before.startsAt <= now ? first.startsAt.getTime() - before.startsAt.getTime() : 0;
  return { ...sketch, slots: [{ label: null, ...first }], repliesCloseAt: repliesCloseAt && new Date(repliesCloseAt.getTime() + movedMs) };
}
