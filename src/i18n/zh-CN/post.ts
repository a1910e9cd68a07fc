export const post = {
  hosts: (names: readonly string[]) => `主办：${names.join("、")}`,
  labelled: (label: string, time: string) => `${label}：${time}`,
  before: (was: string) => `（原定：${was}）`,
  contact: (who: string) => `☎️ 联系人：${who}`,
  going: (people: number, guests: number) => guests > 0 ? `会来 ${people} 人，带 ${guests} 人` : `会来 ${people} 人`,
  maybe: (people: number) => `待定 ${people}`,
  free: (places: number) => `余 ${places} 个名额`,
  full: "名额已满",
  waiting: (people: number) => `候补 ${people}`,
  closesAt: (moment: string) => `⏰ 报名截止：${moment}`,
  closed: "🔒 报名已截止",
  voluntary: "报名自愿，这里只显示人数。",
  cancelled: (title: string) => `❌ 已取消：${title}`,
  held: ({ going, came, counted }: { going: number; came: number; counted: number }) =>
    `🔒 已结束：报名 ${going} 人 · 签到 ${came} 人${counted > 0 ? ` · 另有 ${counted} 人由组织者清点` : ""}`,
  rated: (average: string, raters: number) => `⭐ ${average}（${raters} 人评分，不记名）`,
  report: {
    all: (title: string, groups: number) => `✅ “${title}”已发到${groups === 1 ? "群里" : `全部 ${groups} 个群`}。`,
    some: (title: string, groups: number, all: number) => `📣 “${title}”已发到 ${groups} 个群（共 ${all} 个）。`,
    names: (titles: readonly string[], more: number) => more > 0 ? `${titles.join("、")}等 ${titles.length + more} 个` : titles.join("、"),
    unreachable: (names: string) => `🚫 发不进去：${names}
允许我在群里发言后，会自动补发。`,
    uncertain: (names: string) => `❓ 不确定有没有发出：${names}
请到群里看一眼，没有的话点“补发”。`,
    refused: (names: string) => `⚠️ Telegram 没有接受：${names}`,
    again: (title: string) => `🔁 补发：${title}`,
    againToast: (title: string) => `好的，正在发到“${title}”。`,
    manage: "⚙️ 管理这次活动",
    refusals: {
      notForYou: "没有找到，或您没有这项权限。",
      nothingToRepeat: "这个群里已经有了，不用补发。",
    },
  },
  button: {
    going: "✅ 我会来",
    maybe: "🤔 待定",
    no: "✖️ 不来",
    alone: "只有我",
    guests: (count: number) => `+${count}`,
    join: "加入（自愿）",
  },
};
