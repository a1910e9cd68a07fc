export const system = {
  notForYou: "没有找到，或您没有这项权限。",
  notHere: {
    private: "请在和我的私聊里使用这个命令。",
    group: "请在群里使用这个命令。",
  },
  needsStation: "您还没有加入任何指导站。请从群里的“加入”按钮进来，或向组织员要加入链接。",
  somethingBroke: (reference: string) => `抱歉，出了点问题，什么都没有保存。请再试一次；如仍不行，请把编号 ${reference} 告诉管理员。`,
  leftOut: (lines: number) => `此处略去 ${lines} 行`,
  buttonTooOld: "这个按钮已失效，请重新操作。",
  sentInPrivate: "已发到我们的私聊",
  openPrivateFirst: "这只能在私聊里看。请先打开和我的私聊，点“开始”，再点一次。",
};
