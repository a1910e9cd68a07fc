import type { Messages } from "../messages.ts";

export const activity: Messages["activity"] = {
  types: {
    general_meeting: "General meeting", committee_meeting: "Committee meeting", group_meeting: "Group meeting", lecture: "Lecture",
    theme_day: "Theme day", training: "Training", volunteer: "Voluntary service", care: "Care", joint_activity: "Joint activity", other: "Activity",
  },
  modes: { onsite: "on site", online: "online", hybrid: "on site and online", async: "any time" },
};
