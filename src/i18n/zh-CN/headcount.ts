export const headcount = {
  state: ({ title, came, counted }: { title: string; came: number; counted: number }) =>
    `👥 “${title}”：自己签到 ${came} 人，另由您清点 ${counted} 人。`,
  hint: "没带手机的人加在这里：只记一个数，不记是谁。写新的数字会替换原来的。",
  button: { other: "✏️ 写数字" },
  counted: (title: string, count: number) => `“${title}”：清点 ${count} 人`,
  which: "清点的是哪个活动？",
  ask: (title: string) => `“${title}”：除了自己签到的，还有几个人？请发一个数字，例如 5。不改了请发 /cancel。`,
  unclear: "请写一个 0 到 9999 的数字，例如 /announce count 5。",
  refusals: {
    notForYou: "没有找到，或您没有这项权限。",
    notYet: "活动还没有开始签到，开始前 15 分钟起可以清点。",
    tooLate: "活动结束已超过两天，人数不再更改。",
    cancelled: "这个活动已经取消，没有人数可清点。",
    nothingOpen: "现在没有您可以清点人数的活动。活动开始前 15 分钟起可以清点。",
    tooMany: "最多写 9999 人，没有更改。",
  },
};
