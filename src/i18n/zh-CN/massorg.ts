import type { MassRefusal } from "../../features/massorg/actions.ts";
import type { MassOrganizationKind } from "../../features/massorg/rules.ts";
import type { DayRefusal } from "../../features/validity/rules.ts";

const kinds: Record<MassOrganizationKind, string> = { trade_union: "工会", youth_league: "共青团", womens_federation: "妇联", association: "个私协会" };

export const massorg = {
  kinds,
  usage: "可以这样用：\n/massorg U04 – 看一个单位的群团组织\n/massorg U04 工会 自 2025-03-01 – 登记（工会、共青团、妇联、个私协会）\n/massorg 结束 U04 工会 于 2026-10-31 – 那天起不再有",
  title: (code: string) => `${code} 的群团组织`,
  none: "还没有登记。",
  line: (kind: string, from: string, through: string | null) => through === null ? `${kind}：${from} 起` : `${kind}：${from} 至 ${through}`,
  askEnd: (code: string, kind: string) => `${code} 的${kind}：最后一天是哪天？\n别的日子请写：/massorg 结束 ${code} ${kind} 至 2026-10-31`,
  button: { add: (kind: string) => `➕ ${kind}（今天起）`, end: (kind: string) => `结束${kind}…`, today: (on: string) => `今天 ${on}`, yesterday: (on: string) => `昨天 ${on}`, back: "返回" },
  doubts: {
    unknownKind: (text) => `没看懂“${text}”。请写：工会、共青团、妇联或个私协会。`,
    unreadableDay: () => "没看懂日期，请写成 2026-11-20 这样。",
    ambiguousDay: () => "这个日期有两种读法，请写成 2026-11-20 这样。",
    impossibleDay: () => "没有这一天，请再看一下日期。",
  } satisfies Record<DayRefusal | "unknownKind", (text: string) => string>,
  refusals: {
    notForYou: "没有找到，或您没有这项权限。",
    noSuchUnit: "没有找到这个单位。",
    unitGone: "这个单位已不在营（注销、迁出或查无），之后的日子不能登记。",
    alreadyThere: "这段时间里已经登记过，或有一部分重叠。用 /massorg 加编号可以看到。",
    notThere: "现在没有可结束的。",
    daysTurned: "最后一天早于第一天，请再看一下日期。",
  } satisfies Record<MassRefusal, string>,
};
