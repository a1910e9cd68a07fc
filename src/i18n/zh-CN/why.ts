export const why = {
  none: "您现在没有在候补。",
  turn: (title: string, when: string, position: number) => `⏳ “${title}”（${when}）：您排第 ${position} 位。`,
  offered: (until: string) => `已经轮到您，请在 ${until} 前答复（见上面的消息）。`,
  full: "现在没有合适的空名额；一有就按顺序问。",
  night: "现在是休息时间，有名额也等到早上 8:00 再问。",
  frozen: "快开始了，不再逐个问；有空名额的话，在通知下点“我会来”就能拿到。",
  rule: "候补按报名先后。有名额时问最前面、人数放得下的一位：还有两天以上，给 24 小时答复；前一天给 2 小时；当天给 30 分钟。只在 8:00–21:00 问，开始前 2 小时停止。联系不上的跳过，位置保留。",
};
