import type { Controller } from "../../context.ts";

export const member = {
  aliasPrefix: "成员",
  welcome: (station: string, { name, contact }: Controller) => [
    `加入“${station}”`,
    "",
    `谁在邀请您：${station}`,
    `谁负责您的数据：${name}（${contact}）`,
    "",
    "加入以后，我可以在私聊里联系您，您也可以自愿签到。我们不问姓名、电话、证件，也不要位置和照片。",
    "下面有 4 个小问题，每一题都由您决定。第 1 题是加入所必需的；其余各题选“否”，照样可以加入。",
    "答完之前，什么都不会保存。以后随时可以一步退出（/leave）。",
    "",
    "只邀请年满 18 岁的人。",
  ].join("\n"),
  adult: "我已满 18 岁，请继续",
  decline: "不加入",
  questionOf: (number: number, total: number) => `${number}/${total}`,
  askService: "您同意吗？选“否”就是不加入。",
  back: "上一步",
  askAlias: [
    "把您的化名给组织员看吗？（自愿）",
    "加入时会给您一个化名，例如“成员-7F3K”，以后可以改。",
    "选“是”：组织员在签到名单里能看到您的化名。",
    "选“否”：您只算在人数里。",
  ].join("\n"),
  declined: "好的，没有加入，也没有保存任何内容。群里的通知您照样能看到。以后想加入，随时可以再来。",
  restart: "重新看一遍",
  joinedToast: "欢迎加入！",
  joined: (station: string, alias: string) => [
    `您已加入“${station}”。`,
    `您的化名是：${alias}`,
    "查看和修改用 /mydata，退出用 /leave。",
  ].join("\n"),
  here: "✅ 我到了",
  toActivity: "📣 去看刚才的活动",
  settings: "查看我的数据和设置",
  textChanged: "同意书有了新版本，请重新看一遍。",
  refusals: {
    unknownCode: "这个加入链接已失效。请点群里最新的“加入”按钮，或向组织员要新的链接。",
    alreadyJoined: (station: string) => `您已经加入“${station}”了。`,
  },
};
