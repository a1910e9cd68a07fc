import type { Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { MOST_STARS, rateData, starsText, type Rating } from "./rules.ts";

export const RATE_DATA = /^rating:(\d{1,15}):([1-5])$/;

export function questionMessage(t: Messages, title: string, activityId: number): Outgoing {
  const stars = Array.from({ length: MOST_STARS }, (_, index) => index + 1);
  return { text: t.rating.question(title), buttons: [stars.map((count) => ({ text: `⭐${count}`, data: rateData(activityId, count) }))] };
}

export function ratedMessage(t: Messages, title: string, stars: number): Outgoing {
  return { text: t.rating.rated(title, "⭐".repeat(stars)) };
}

export function resultMessage(t: Messages, { title, rating }: { title: string; rating: Rating }): Outgoing {
  return { text: t.rating.result(title, starsText(rating.average), rating.raters) };
}
