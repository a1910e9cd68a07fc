import type { Formation, Level, OrganizationStatus } from "../../features/organization/rules.ts";

const formations: Record<Formation, string> = {
  separate: "单独组建", joint: "联合组建", industry: "行业组建", area: "区域组建", floating: "流动党员党组织", functional: "功能型党组织",
};
const levels: Record<Level, string> = { committee: "党委", general_branch: "党总支", branch: "党支部", group: "党小组" };
const statuses: Record<OrganizationStatus, string> = { proposed: "拟建", active: "运行", suspended: "暂停", dissolved: "撤销" };

export const organization = {
  formations, levels, statuses,
  counts: (counts: boolean): string => counts ? "计入" : "不计入",
  list: "、",
  andMore: (shown: string, more: number) => `${shown} 等，另有 ${more} 个`,
  line: (label: string, value: string) => `${label}：${value}`,
  label: { kind: "类型", area: "片区", industry: "行业", market: "市场", parent: "上级", children: "下级", approvedBy: "批准", counts: "组织覆盖" },
  period: (status: string, from: string, through: string | null) => through === null ? `${status}：${from} 起` : `${status}：${from} 至 ${through}`,
  earlier: (more: number) => `更早的状态还有 ${more} 段`,
  noTerm: "届期：未登记",
  termLine: ({ startedOn, end, state, isExtended }: { startedOn: string; end: string; state: string; isExtended: boolean }) =>
    `届期：${startedOn} 至 ${end}${isExtended ? "（已延期）" : ""}，${state}`,
  term: {
    running: (days: number) => `还有 ${days} 天`,
    dueSoon: (days: number) => days === 0 ? "今天届满" : `应换届，还有 ${days} 天`,
    overdue: (days: number) => `已超期 ${days} 天`,
  },
  noUnits: "单位：目前没有挂接的单位",
  units: (count: number, codes: string) => `单位（${count}）：${codes}`,
  button: {
    add: "➕ 登记组织", list: "组织列表", extend: "延长届期", newTerm: "登记新一届", link: "挂接单位", unlink: "解除挂接",
    status: { proposed: "改为拟建", active: "恢复运行", suspended: "暂停", dissolved: "撤销" } satisfies Record<OrganizationStatus, string>,
  },
  unclear: (text: string) => `没看懂“${text}”。`,
  usage: [
    "可以这样用：",
    "/org 登记 G2 | 市场联合支部 | 联合 | 支部 | A – 登记一个",
    "/org G2 – 查看",
    "/org G2 暂停 2026-11-20 – 改状态（运行、暂停、撤销）",
    "/org G2 片区 B | 上级 G1 – 改信息（名称、片区、行业、市场、上级、批准、计入、不计入；去掉一项写“片区 无”）",
    "/org G2 编号 G5 | 单独 | 党总支 – 更正登记错的编号、组建方式、层级",
    "/orgs – 列表，/link 挂接单位，/term 届期",
  ].join("\n"),
  refusals: {
    notForYou: "没有找到，或您没有这项权限。",
    noSuchOrganization: "没有找到这个组织。/orgs 可以看到全部。",
    codeTaken: "这个编号已有组织在用。",
    nameTaken: "已有同名的组织，请换一个名称。",
    noSuchParent: "没有找到这个上级组织。",
    parentNotAbove: "上级要比下级高一层：党委、党总支、党支部、党小组，依次往下。",
    childNotBelow: "它的下级组织要比它低一层。请先改下级的上级或层级。",
    coversSeveral: "单独组建的组织同一时间只覆盖一个单位，而它覆盖过不止一个。",
    noSuchMarket: "没有找到这个市场。市场是一种单位，先用 /unit 登记。",
    sinceInFuture: "成立日期还没到。",
  },
};
