export const reply = {
  toasts: {
    going: (guests: number) => guests > 0 ? `✅ 已报名，带 ${guests} 人。到时见！` : "✅ 已报名，到时见！",
    already: (guests: number) => guests > 0 ? `您已经报名了，带 ${guests} 人。` : "您已经报名了。",
    waiting: (position: number, hasFree: boolean) => hasFree
      ? `⏳ 余下的名额先问前面候补的人，您排在候补第 ${position} 位。轮到您会私聊问您；规则见 /why`
      : `⏳ 名额已满，您排在候补第 ${position} 位。有名额会私聊问您；规则见 /why`,
    alreadyWaiting: (position: number) => `⏳ 您在候补第 ${position} 位。有名额会私聊问您。`,
    maybe: "🤔 记为待定。定下来了再点一下就好。",
    alreadyMaybe: "已经是待定了。",
    takenBack: "好的，已取消您的报名，没有留下记录。",
    nothing: "好的。什么都没有记录。",
  },
  needsConsent: "报名算数之前，还要请您看一下这一项（自愿）：",
  notAgreed: "好的，没有保存任何内容。您照样可以来参加，签到也和原来一样。",
  invite: "报名前要先加入，完全自愿：不问姓名电话，随时可以退出。没有加入就不会记录您的任何信息。",
  refusals: {
    gone: "没有找到这个活动。",
    cancelled: "这个活动已经取消。",
    over: "这个活动已经结束，谢谢！",
    chooseSlot: "请先点一个场次，再选带几人。",
    noGuests: "这个活动不能带这么多人。",
    noRoom: "名额只够您一个人来，不能带人，没有改动。",
    fullThere: "那一场名额不够了，您原来那一场的名额不变。想改等这一场，请先点“✖️ 不来”。",
    notForRole: "这个活动没有给您这类角色的名额，欢迎参加别的活动！",
    onlyFits: (most: number) => `最多能带 ${most} 人，没有改动。`,
    late: (moment: string) => `报名已于 ${moment} 截止。没有关系，欢迎下次来！`,
  },
};
