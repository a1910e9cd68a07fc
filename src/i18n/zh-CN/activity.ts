export const activity = {
  types: {
    general_meeting: "党员大会", committee_meeting: "支委会", group_meeting: "党小组会", lecture: "党课", theme_day: "主题党日",
    training: "培训", volunteer: "志愿服务", care: "关爱活动", joint_activity: "联建活动", other: "活动",
  },
  modes: { onsite: "线下", online: "线上", hybrid: "线上线下", async: "随到随学" },
};
