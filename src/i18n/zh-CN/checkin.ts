export const checkin = {
  toasts: {
    here: "✅ 已签到，谢谢！",
    hereAlready: "您已经签过到了，只算一次。",
    on_way: "🚶 已记为在路上。到了请再点“我到了”。",
    on_wayAlready: "已经记为在路上了。",
    takenBack: "好的，已撤回，没有留下记录。",
    nothingToTakeBack: "好的。什么都没有记录。",
  },
  counted: (title: string) => `✅ 已签到：“${title}”。谢谢！`,
  countedAlready: (title: string) => `您已经在“${title}”签过到了，只算一次。`,
  late: (time: string) => `签到已于 ${time} 结束，这次没有计入。没有关系，下次见！`,
  none: "现在没有进行中的签到。开始后在群里就能看到。",
  which: "有几个签到在进行，您到了哪一个？",
  invite: "签到前要先加入，完全自愿：不问姓名电话，随时可以退出。没有加入就不会记录您的任何信息。",
  inviteConsent: "您还没有同意“签到”这一项，所以没有计入。愿意的话，请点下面的按钮开启，再签一次。",
  joinButton: "加入（自愿）",
  consentButton: "开启“签到”",
  hint: (title: string) => `“${title}”：想签到、还没有加入的朋友，请点下面的按钮（自愿）。`,
  refusals: {
    gone: "没有找到这个签到。",
  },
};
