export const result = {
  title: (question: string) => `📊 投票结果：${question}`,
  endedAt: (moment: string) => `结束于 ${moment}`,
  option: (label: string, votes: number, percent: number) => `${label}：${votes} 票，${percent}%`,
  winner: (label: string) => `🏆 ${label}`,
  tie: (labels: readonly string[]) => `🤝 并列：${labels.join("、")}`,
  voters: (voters: number, copies: number) => copies > 1 ? `共 ${voters} 人投票（${copies} 个群合计）` : `共 ${voters} 人投票`,
  nobody: "这次没有人投票，没关系。",
  nowhere: "投票没能发到任何一个群，所以没有结果。",
  mayRepeat: "（同时在几个群里的人可能投了不止一次）",
  who: "👥 谁选了什么",
  choice: (label: string, aliases: readonly string[], others: number) => {
    if (aliases.length === 0) return others === 0 ? `${label}：没有人` : `${label}：${others} 人`;
    return others === 0 ? `${label}：${aliases.join("、")}` : `${label}：${aliases.join("、")}，另有 ${others} 人`;
  },
  choicesNote: "只列出愿意公开化名的成员，其他人只计人数。本次查看已记入审计记录。",
  announce: (label: string) => `📣 发活动通知：${label}`,
  drafted: "草稿已经填好，请在下面核对",
  which: "有几个投票在进行，要结束哪一个？",
  close: (question: string) => `⏹ 结束“${question}”`,
  ended: (question: string) => `⏹ “${question}”已结束，结果马上公布。`,
  endedToast: "已结束，结果马上公布",
  refusals: {
    notForYou: "没有找到，或您没有这项权限。",
    nothingOpen: "现在没有您可以结束的投票。",
    alreadyClosed: "这次投票已经结束。",
    notOut: "这个投票还没有发出，可以点“撤回”。",
  },
};
