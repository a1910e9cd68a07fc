export const unitcount = {
  ask: (unit: string, title: string) => `👥 “${title}”：${unit} 来了几个人？`,
  said: (unit: string, title: string, count: number) => `👥 “${title}”：${unit} 来了 ${count} 人`,
  hint: "只记人数，不记是谁，也不影响每个人自己签到。到签到结束前都可以改。",
  type: (unit: string, title: string) => `“${title}”：${unit} 来了几个人？请发一个数字，例如 5。不改了：/cancel`,
  which: "报的是哪个活动？",
  unclear: "请写 0 到 9999 的数字，例如 /headcount 5。",
  line: (people: number, units: number) => `🏪 单位报数：${units} 家共 ${people} 人（与个人签到分开，不相加）`,
  refusals: {
    notFound: "没有找到，或您不是这家单位的联系人。",
    cancelled: "这个活动取消了。",
    early: "签到还没开放。开始前 15 分钟起可以报人数。",
    late: "签到已经结束，人数不再改动。",
    tooMany: "最多 9999 人，没有改动。",
    nothingOpen: "现在没有正在签到的活动。活动开始前 15 分钟起可以报人数。",
  },
};
