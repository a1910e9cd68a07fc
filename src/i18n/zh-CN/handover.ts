export const handover = {
  ask: (title: string, handedTo: number, open: number) => `把“${title}”交给别人帮忙？只限这一个活动，没有其他权限。${handedTo > 0 ? `\n现在有 ${handedTo} 人在帮忙。` : ""}${open > 0 ? `\n还有 ${open} 个链接没人用过。` : ""}`,
  which: "要把哪个活动交给别人？",
  rights: { manage: "管理这个活动", attendance: "只管签到和清点" },
  link: (title: string, right: string, link: string) => `把下面的链接转给您要请的人：“${title}”，${right}。24 小时内有效，只能用一次；对方接受后才生效。\n\n${link}`,
  offer: (station: string, title: string, right: string) =>
    `“${station}”请您帮忙：“${title}”，${right}。\n\n接受后会保存：您的 Telegram 账号（加密）、语言和这项权限。须满18 岁。不接受就什么都不保存。`,
  accepted: (title: string, right: string) => `✅ 谢谢！“${title}”：您可以${right}。`,
  ended: "已收回。没用过的链接也失效了。",
  button: { manage: "管理整个活动", attendance: "只管签到和清点", end: "全部收回", open: "打开这个活动" },
  refusals: {
    notForYou: "没有找到这个活动，或您不能把它交给别人。",
    nothingOpen: "您手上现在没有活动。发起一个：/announce",
    ended: "这个活动已经结束或取消。",
    offerGone: "这个链接已失效或已用过。需要的话，请对方再发一次。",
  },
};
