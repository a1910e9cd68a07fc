export const door = {
  caption: (title: string, until: string, link: string) =>
    `🚪 “${title}”的门口签到码，${until} 前有效。\n请每 10 分钟换一张，点下面的按钮就好。\n${link}`,
  next: "🔄 换一张",
  sent: "二维码已发到我们的私聊",
  askInPrivate: (title: string) => `“${title}”的门口二维码，请点这里取：`,
  button: "🚪 门口二维码",
  which: "哪个活动的门口二维码？",
  noActivity: "现在没有您可以开门口签到的活动。活动开始前 15 分钟起可以。",
  refusals: {
    notForYou: "没有找到，或您没有这项权限。",
    codeGone: "这个签到码已失效。请扫门口的新码。",
    alreadyClosed: (moment: string) => `这次签到已于 ${moment} 结束。`,
  },
};
