import type { Messages } from "../messages.ts";

export const later: Messages["later"] = {
  button: {
    time: "🔁 This time for all later ones too",
    place: "🔁 This place for all later ones too",
    places: "🔁 As many places for all later ones",
    end: "⏹ No later ones either",
  },
  done: {
    time: (title, rhythm) => `👌 “${title}” from now on: ${rhythm}`,
    place: (title, place) => `👌 “${title}” from now on at: ${place}`,
    places: (title, places) => `👌 “${title}” from now on with ${places} places`,
    unlimited: (title) => `👌 “${title}” from now on without a limit of places.`,
  },
  refusals: {
    notForYou: "There is no such series, or it is not yours to change.",
    otherPeriod: "This one went to another week or month, so the later ones cannot follow. For another rhythm, end this series and begin a new one.",
  },
};
