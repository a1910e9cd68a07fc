export const calendar = {
  name: "我的活动",
  labelled: (title: string, label: string) => `${title}（${label}）`,
  waiting: (title: string) => `候补：${title}`,
  fileCaption: (title: string) => `“${title}”：点开文件就能存进日历。改期后请再点一次 📅。`,
  feed: {
    about: "📅 日历订阅\n您报名和候补的活动会自动出现在您的日历里，改期、取消也会跟着变。\n链接只属于您，里面没有任何人的名字；但谁拿到链接，谁就能看到您报了哪些活动，您的日历服务商也能看到。请不要转发。",
    isOn: "订阅已开启。旧链接不再显示；找不到了就换一个，旧的随即失效。",
    link: (url: string) => `这是您的链接，只显示这一次：\n${url}\n\n在日历应用里选“通过网址（URL）订阅”，粘贴进去就好。怀疑被别人看到，就换新链接或关闭。`,
    ended: "已关闭，链接失效了。",
  },
  button: {
    file: "📅 日历",
    feed: "📅 日历订阅",
    make: "🔗 获取我的链接",
    renew: "🔄 换新链接",
    off: "关闭订阅",
    back: "« 我的活动",
  },
  refusals: {
    gone: "没有找到这个活动。",
    noFeed: "这里不提供日历订阅。单个活动可以点 📅 存进日历。",
  },
};
