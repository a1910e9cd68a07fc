export const conclusion = {
  over: (title: string) => `📋 “${title}”已结束`,
  counts: ({ going, guests, came, counted }: { going: number; guests: number; came: number; counted: number }) =>
    `👥 报名 ${going} 人${guests > 0 ? `（带 ${guests} 人）` : ""} · 签到 ${came} 人${counted > 0 ? ` · 由您清点 ${counted} 人` : ""}`,
  line: ({ made, accepted, lapsed, waiting }: { made: number; accepted: number; lapsed: number; waiting: number }) =>
    `⏳ 候补：发出邀请 ${made} 次，接受 ${accepted}，过期 ${lapsed}${waiting > 0 ? `；结束时还有 ${waiting} 人在候补` : ""}`,
  next: [
    "接下来：",
    "· 没带手机的人，两天内还可以补记人数",
    "· 签到的人里同意提醒的，会收到一次不记名评分；满 5 人评分，两天后告诉您平均分",
    "· 再办一次：/announce again",
  ].join("\n"),
};
