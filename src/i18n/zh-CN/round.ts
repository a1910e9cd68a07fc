export const round = {
  none: "现在没有进行中的投票，也没有定期投票。",
  open: (question: string, until: string) => `📊 “${question}”进行中，${until} 截止`,
  comes: (question: string, when: string, next: string | null) => `🔁 “${question}”${when}${next === null ? "" : `，下一次：${next}`}`,
  end: (question: string) => `🛑 不再发起“${question}”`,
  ended: (question: string) => `🛑 “${question}”以后不再发起。已经发出的那次照常结束。`,
  sent: (question: string, when: string, first: string) => `🔁 “${question}”${when}发起，第一次：${first}。\n用 /poll list 可以查看和停止。`,
  sentToast: "已安排好",
};
