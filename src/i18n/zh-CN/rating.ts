export const rating = {
  question: (title: string) => `“${title}”怎么样？愿意的话点几颗星就好：不记名，满 5 人评分才公布平均分，不会再问第二次。`,
  rated: (title: string, stars: string) => `“${title}”：${stars} 已记下，谢谢！只记分数，不记是谁，所以不能再改。`,
  result: (title: string, average: string, raters: number) => `⭐ “${title}”的评分：平均 ${average}（${raters} 人，不记名）。已写在群里的公告上。`,
  refusals: {
    gone: "没有找到可以评分的活动。签到过的人才能评分。",
    tooLate: "评分在活动结束两天后已截止。谢谢您还想着！",
    already: "您已经评过分了。不记名，所以不能再改。",
  },
};
