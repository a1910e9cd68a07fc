export const nudge = {
  ask: (title: string) => `私聊提醒还没回复“${title}”的人？\n只发给已加入、愿意收提醒的人，每个活动只有一次；回复过的人（包括说不来的）不会收到。谁收到、有几个人，都不显示。`,
  send: "🙋 提醒他们",
  leave: "先不要",
  sent: (title: string) => `✅ 好的，还没回复“${title}”的人会在私聊里收到一次提醒；正在休息时间的，过后再发。`,
  left: "好的，没有发送。",
  which: "提醒还没回复哪个活动的人？",
  question: (title: string) => `🙋 您来吗？“${title}”`,
  voluntary: "点一下就好，不来也没关系。回复之后就不再问您了。",
  refusals: {
    notForYou: "没有找到这个活动，或不归您管理。",
    notNow: "这个活动现在不能回复，所以没有发送。",
    already: "这个活动已经提醒过一次了，不再打扰大家。",
    nothingOpen: "您手上现在没有活动。发起一个：/announce",
  },
};
