import type { Cause } from "../../features/cause/rules.ts";

const causes: Record<Cause, (units: number) => string> = {
  new: (units) => `新增 ${units} 家`,
  reopened: (units) => `恢复经营 ${units} 家`,
  dormant: (units) => `歇业 ${units} 家`,
  closed: (units) => `注销 ${units} 家`,
  movedOut: (units) => `迁出 ${units} 家`,
  notFound: (units) => `查无 ${units} 家`,
  linkNew: (units) => `新挂到组织 ${units} 家`,
  linkEnded: (units) => `与组织解除挂接 ${units} 家`,
  organizationCounts: (units) => `组织开始计入 ${units} 家`,
  organizationCountsNoMore: (units) => `组织不再计入 ${units} 家`,
  assigned: (units) => `新派指导员 ${units} 家`,
  assignmentLapsed: (units) => `指导员到期 ${units} 家`,
  assignmentEnded: (units) => `指导员结束联系 ${units} 家`,
  instructorRetired: (units) => `指导员卸任 ${units} 家`,
  instructorActive: (units) => `指导员到任 ${units} 家`,
  massOrganizationNew: (units) => `新建群团组织 ${units} 家`,
  massOrganizationEnded: (units) => `群团组织结束 ${units} 家`,
};

export const digest = {
  heading: (year: number, week: number, span: string) => `📊 覆盖周报 · ${year}年第${week}周（${span}）`,
  source: (station: string, version: string, asOf: string) => `${station} · 口径 ${version} · 截至 ${asOf}`,
  units: (units: number, entered: number, closed: number, dormant: number) =>
    `在营单位 ${units} 家（新增 ${entered}，注销 ${closed}${dormant === 0 ? "" : `；另有歇业 ${dormant}`}）`,
  organization: (coverage: string, change: string) => `组织覆盖 ${coverage}${change}`,
  organizationChange: (points: string | null) => (points === null ? "（与上周持平）" : `（较上周 ${points} 个百分点）`),
  formations: (of: { separate: number; joint: number; industry: number; area: number; floating: number }) =>
    `  单独 ${of.separate} · 联合 ${of.joint} · 行业 ${of.industry} · 区域 ${of.area} · 流动党员 ${of.floating}`,
  work: (coverage: string, change: string) => `工作覆盖 ${coverage}${change}`,
  workChange: (points: string | null) => (points === null ? "（持平）" : `（${points}）`),
  unorganized: (coverage: string) => `  未建组织的单位中 ${coverage}`,
  why: (causesSaid: readonly string[]) => `变化原因：${causesSaid.join("；")}`,
  causes,
  moreCauses: (kinds: number) => `另有 ${kinds} 种原因（/coverage 查看）`,
  entered: { uncovered: (units: number, said: string) => `${said}尚未覆盖`, some: (units: number, said: string) => `${said}（${units} 家尚未覆盖）` },
  gaps: (uncovered: number, built: string, fresh: string) => `空白点 ${uncovered} 家 · 应建已建 ${built} · 摸排 90 天内 ${fresh}`,
  instructors: (of: { active: number; lapsed: number; expiring: number; full: number; over: number }) =>
    `指导员 ${of.active} 名：本周到期 ${of.lapsed}，30 天内到期 ${of.expiring}，已满额 ${of.full}${of.over === 0 ? "" : `，超额 ${of.over}`}`,
  activities: (of: { held: number; cancelled: number; coming: number; participations: string; active: string }) =>
    `活动：举办 ${of.held}，取消 ${of.cancelled}，预告 ${of.coming}；参加 ${of.participations} 人次；近 30 天有活动的组织 ${of.active}`,
  requests: (of: { opened: number; closed: number; open: number; overdue: number }) => `诉求：新增 ${of.opened}，办结 ${of.closed}，在办 ${of.open}，超期 ${of.overdue}`,
  terms: (overdue: number, dueSoon: number) => `换届：超期 ${overdue}，90 天内到期 ${dueSoon}`,
  suggestions: (count: number) => `建议 ${count} 条，待站长处理（私聊 /suggest）`,
  closing: "参加均为自愿；本周报不含个人信息。",
  preview: "👀 只有您能看到：按现在的登记，上一周的周报是这样。",
  refusals: { notForYou: "没有找到，或您没有这项权限。" },
  quiet: "这一周没有变化。",
  late: (missed: string) => `⏰ 迟发：到点时没能发出${missed === "" ? "" : `；第${missed}周的没有补发`}。`,
  missed: (weeks: string) => `📊 第${weeks}周的覆盖周报没有发出：到点时我不在线。数字可用 /coverage 查看。`,
  warning: {
    paused: (group: string, station: string) => `⏸ “${station}”的群“${group}”的覆盖周报先停着：我在那里不能发言，或已不在群里。\n请在群设置里允许我发消息，或把我重新加进群；能发言后周报自动恢复。`,
    uncertain: (group: string, station: string, week: string) => `⚠️ 第${week}周的覆盖周报也许没有发到“${station}”的群“${group}”：发送时中断了。\n为免重复，我不再发。请在群里看一眼；如果没有，可在私聊里用 /digest 现在 查看并转发。`,
  },
  corrected: (week: number, changes: readonly string[]) => `✏️ 第${week}周有更正：${changes.join("，")}`,
  correction: { organization: (told: string, now: string) => `组织覆盖 ${told} → ${now}`, work: (told: string, now: string) => `工作覆盖 ${told} → ${now}` },
  corrections: (weeks: number) => `✏️ 有 ${weeks} 周的数字有更正（/coverage 查看）`,
  moreCorrected: (weeks: number) => `✏️ 另有 ${weeks} 周也有更正（/coverage 查看）`,
};
