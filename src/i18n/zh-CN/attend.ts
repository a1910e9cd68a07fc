export const attend = {
  here: "✅ 我到了",
  did: "✅ 我参加了",
  came: ({ came, counted, until }: { came: number; counted: number; until: string }) =>
    `✅ 已签到 ${came} 人${counted > 0 ? ` · 另有 ${counted} 人由组织者清点` : ""}\n⏰ 签到到 ${until} 为止`,
  voluntary: "签到自愿，这里只显示人数；没有点的人不会被记录。",
  opened: (title: string, until: string) =>
    `✅ “${title}”的签到已开放，到 ${until} 为止。大家点群里的按钮就好；也可以挂出门口二维码，没带手机的人由您清点。`,
  count: "👥 清点人数",
  early: (time: string) => `签到 ${time} 开放，到时候再点一下就好。`,
  late: (time: string) => `签到已于 ${time} 结束，这次没有计入。没有关系，下次见！`,
  refusals: {
    gone: "没有找到这个活动。",
    cancelled: "这个活动已经取消，不用签到。",
  },
};
