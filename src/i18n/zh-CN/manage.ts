export const manage = {
  list: "您管理的活动：",
  none: "现在没有您管理的活动。发起一个：/announce",
  planned: (moment: string, chats: number) => `⏳ ${moment} 发到 ${chats} 个群`,
  posted: (posted: number, unposted: number) => unposted > 0 ? `📨 已发到 ${posted} 个群，${unposted} 个群没有发出` : `📨 已发到 ${posted} 个群`,
  cancelled: "❌ 已取消",
  held: "🔒 已结束",
  handed: (people: number) => `🤝 已交给 ${people} 人帮忙`,
  going: (title: string, count: number) => `“${title}”会来 ${count} 人`,
  hidden: (count: number) => `另有 ${count} 人没有公开化名。`,
  note: "只列出愿意公开化名的人。您的这次查看已记录。",
  button: {
    time: "🕒 改期", place: "📍 换地点", places: "👥 改名额", cancel: "❌ 取消活动", hand: "🤝 交给别人", remind: "🔔 提醒", who: "👀 谁会来",
    all: (count: number) => `📋 全部 ${count} 个活动`,
  },
  refusals: { notForYou: "没有找到这个活动，或不归您管理。" },
};
