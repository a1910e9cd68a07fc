export const standing = {
  mine: (title: string) => `🔁 每次都来：${title}`,
  taken: (title: string) => `🔁 好的，“${title}”以后每次都给您报上名。哪次来不了，点那次的“不来”就行。`,
  ended: "好的，以后不再自动给您报名。已经报上的还在，来不了请单独点“不来”。",
  button: {
    every: "🔁 每次都来",
    everyNumbered: (number: number) => `${number} 🔁 每次都来`,
    noMore: (title: string) => `🔁 不再每次来：${title}`,
  },
  refusals: {
    gone: "没有找到这个系列，它可能已经结束了。",
    noConsent: "要先同意“签到、报名和投票计数”这一项才能报名。请发送 /mydata 开启，再点一次。",
  },
};
