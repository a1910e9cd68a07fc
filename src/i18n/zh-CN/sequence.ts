export const sequence = {
  heading: (title: string) => `🔔 “${title}”的提醒`,
  explained: "点一下，开或关。私聊提醒只发给愿意收的人，每人自己决定最多收几条。",
  steps: {
    decide: "前一天 11:00，请待定的人定下来",
    day_before: "前一天 11:00，请会来的人确认",
    same_day: "当天 08:00",
    half_hour: "开始前半小时",
    group: "前一天 18:00，在群里说一次",
  },
  nudge: "🙋 提醒还没回复的人",
  nudged: (moment: string) => `🙋 还没回复的人，已于${moment}提醒过一次。`,
  which: "哪个活动的提醒？",
  refusals: {
    notForYou: "没有找到这个活动，或不归您管理。",
    ended: "这个活动已经结束或取消，不会再发提醒。",
    nothingOpen: "您手上现在没有活动。发起一个：/announce",
    unclear: "请写要哪些提醒：待定、前一天、当天、半小时、群，用顿号隔开；或“全部”“不要”。例如：/announce 提醒 前一天、半小时",
  },
};
