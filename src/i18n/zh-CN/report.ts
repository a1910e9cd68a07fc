import type { AskedRefusal } from "../../features/report/rules.ts";
import type { Cause } from "../../features/cause/rules.ts";
import type { ReportRefusal } from "../../features/report/actions.ts";

const refusals: Record<AskedRefusal | ReportRefusal, string> = {
  unreadable: "没看懂要看哪一部分。可以写：/coverage、/coverage 片区 A、/coverage 类型 个体 截至 2026-11-22 对比 2026-10-31。",
  unreadableDay: "没看懂日期。请写成 2026-11-22 或 11月22日，例如：/coverage 截至 2026-11-22 对比 2026-10-31。",
  ambiguousDay: "这个日期可能是两天，请写全，例如 2026-11-22。",
  impossibleDay: "日历上没有这一天，请再看一下，例如 2026-11-22。",
  future: "这一天还没到。覆盖情况只能看到今天为止。",
  notEarlier: "对比的日期要早于“截至”的日期。",
  notForYou: "覆盖情况由站长和组织员查看。",
  noSuchPart: "本站没有登记这样的单位。片区、行业和市场请按登记的写法写，/units 里看得到。",
};

/** Why one unit is in a figure, or no longer. */
const causes: Record<Cause, (through: string) => string> = {
  new: () => "新增", reopened: () => "恢复经营", dormant: () => "歇业", closed: () => "注销", movedOut: () => "迁出", notFound: () => "查无",
  linkNew: (code) => `挂到 ${code}`, linkEnded: (code) => `与 ${code} 解除挂接`, organizationCounts: (code) => `${code} 开始计入`, organizationCountsNoMore: (code) => `${code} 不再计入`,
  assigned: (code) => `指导员 ${code} 到岗`, assignmentLapsed: (code) => `指导员 ${code} 到期`, assignmentEnded: (code) => `指导员 ${code} 结束联系`,
  instructorRetired: (code) => `指导员 ${code} 卸任`, instructorActive: (code) => `指导员 ${code} 到任`,
  massOrganizationNew: () => "有了群团组织", massOrganizationEnded: () => "群团组织已结束",
};

export const report = {
  refusals, causes,
  heading: (station: string, part: string | null) => `📊 覆盖情况 · ${station}${part === null ? "" : ` · ${part}`}`,
  basis: (on: string, vs: string, version: string) => `截至 ${on}，对比 ${vs} · 口径 ${version}`,
  part: { kind: (kind: string) => kind, area: (area: string) => `片区 ${area}`, industry: (industry: string) => `行业 ${industry}`, market: (code: string) => `市场 ${code}` },
  others: { dormant: "歇业", closed: "注销", movedOut: "迁出", notFound: "查无" },
  units: (units: number, change: string, others: readonly string[]) => `在营单位 ${units} 家${change}${others.length === 0 ? "" : `；另有${others.join("、")}`}`,
  other: (label: string, count: number) => `${label} ${count}`,
  unitsChange: (change: string) => `（${change}）`,
  points: (change: string) => `（${change} 个百分点）`,
  same: "（持平）",
  organization: (rate: string, change: string) => `组织覆盖 ${rate}${change}`,
  formations: (of: { separate: number; joint: number; industry: number; area: number; floating: number; functional: number }) =>
    `  单独 ${of.separate} · 联合 ${of.joint} · 行业 ${of.industry} · 区域 ${of.area} · 流动党员 ${of.floating}${of.functional === 0 ? "" : ` · 功能型 ${of.functional}`}`,
  separate: (rate: string) => `  单独组建 ${rate}`,
  active: (rate: string) => `  近 30 天有活动的组织 ${rate}`,
  work: (rate: string, change: string) => `工作覆盖 ${rate}${change}`,
  unorganized: (rate: string) => `  未建组织的单位中 ${rate}`,
  visited: (rate: string) => `  有指导员的单位中，按期走访的 ${rate}`,
  built: (rate: string, change: string) => `应建已建 ${rate}${change}`,
  fresh: (rate: string, change: string) => `摸排 90 天内 ${rate}${change}`,
  uncovered: (units: number) => `空白点 ${units} 家`,
  cuts: { byKind: "按类型", byArea: "按片区", byIndustry: "按行业", byMarket: "按市场" },
  row: (part: string, units: number, organization: string, work: string) => `  ${part}：在营 ${units} 家，组织 ${organization}，工作 ${work}`,
  more: (parts: number) => `  另有 ${parts} 个`,
  noParts: "这一天还没有登记单位。",
  rates: { organization: "组织覆盖", work: "工作覆盖" },
  gap: (of: { rate: string; best: string; bestRate: string; worst: string; worstRate: string; points: string }) =>
    `差距最大：${of.rate}，${of.best} ${of.bestRate}，${of.worst} ${of.worstRate}，相差 ${of.points} 个百分点（只比较在营 5 家以上的）`,
  why: {
    heading: "为什么变化",
    figure: (label: string, from: string, to: string, change: string) => `${label}：${from} → ${to}${change}`,
    units: "在营单位", gained: (items: string) => `  ＋ ${items}`, lost: (items: string) => `  － ${items}`,
    item: (units: readonly string[], cause: string, on: string | null) => `${units.join("、")} ${cause}${on === null ? "" : `（${on}）`}`,
    more: (count: number) => `另有 ${count} 家`,
    nothing: "  没有变化",
  },
  list: {
    uncovered: (total: number) => `空白点 ${total} 家：在营，没有组织、指导员或群团组织。点一下为它找指导员。`,
    expiring: (total: number) => `30 天内到期的联系 ${total} 个。点一下续派。`,
    due: (total: number) => `待摸排 ${total} 家：从未摸排，或已超过 90 天。点一下开始。`,
    none: { uncovered: "没有空白点。", expiring: "30 天内没有到期的联系。", due: "在营单位都在 90 天内摸排过。" },
    unit: (code: string, name: string | null, area: string) => `• ${code}${name === null ? "" : ` ${name}`} · ${area}`,
    expires: (instructor: string, code: string, day: string) => `• ${instructor} → ${code}，到 ${day}`,
    surveyed: (line: string, day: string | null) => `${line} · ${day === null ? "从未摸排" : `上次 ${day}`}`,
    more: { uncovered: (count: number) => `另有 ${count} 家：/units 未覆盖`, expiring: (count: number) => `另有 ${count} 个：/instructors`, due: (count: number) => `另有 ${count} 家：/survey` },
  },
  button: {
    why: "为什么变化", figures: "‹ 覆盖情况", parts: "分项", uncovered: (units: number) => `空白点 ${units}`, expiring: "快到期", due: "待摸排",
    assign: (code: string) => `${code} 找指导员`, renew: (instructor: string, code: string) => `续派 ${instructor} → ${code}`, survey: (code: string) => `摸排 ${code}`,
  },
};
