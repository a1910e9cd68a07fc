import type { HandleRefusal, Listed } from "../../features/requests/actions.ts";

const hands: Record<Listed["hands"], string> = { none: "还没有人受理", yours: "在您手上", others: "有人在办" };
const refusals: Record<HandleRefusal, string> = {
  notForYou: "没有找到，或您没有这项权限。",
  notYours: "这件不在您手上。请先受理，或请站长转交。",
  gone: "没有这件诉求，或已经办结了。",
  taken: "已经有人在办了。需要换人时，请站长转交。",
  nobodyElse: "这里没有别的站长或组织员可以转交。",
  empty: "请写一句办理结果，提出人会收到。",
  tooLong: "最多 500 字，请写短一点。",
};

export const requests = {
  hands, refusals,
  heading: (station: string) => `🙋 “${station}”在办的诉求`,
  counts: ({ open, overdue, opened, closed }: { open: number; overdue: number; opened: number; closed: number }) => `在办 ${open} 件，超期 ${overdue} 件；近 7 天新增 ${opened} 件，办结 ${closed} 件`,
  satisfied: (satisfied: number, all: number) => `近 7 天办结的评价：满意 ${satisfied}/${all}`,
  none: "没有在办的诉求。",
  line: (name: string, due: string, hands: string | null) => `• ${name} · ${due}${hands === null ? "" : ` · ${hands}`}`,
  late: (days: number) => `超期 ${days} 天`,
  due: (day: string) => `${day}前答复`,
  more: (count: number) => `另有 ${count} 件。`,
  dates: (opened: string, due: string) => `${opened}提出 · ${due}`,
  noText: "（文字已清除）",
  hidden: "内容只有受理人和站长能看到。",
  hasLeft: "提出人已退出，办结后不再通知。",
  askTaker: (id: number) => `#${id} 转交给谁？`,
  taker: (role: string, since: string) => `${role}（${since}起）`,
  passed: (id: number) => `✅ #${id} 已转交，对方会收到通知。`,
  passedToYou: (station: string, name: string, due: string) => `🙋 “${station}”有一件诉求转交给您：${name}\n请在${due}前答复。`,
  askAnswer: (id: number) => `请写下 #${id} 的办理结果，最多 500 字。写好就办结，提出人会收到。\n先不办结请发 /cancel`,
  closed: (id: number) => `✅ #${id} 已办结：`,
  willBeTold: "提出人会收到这句话，并可以评价。",
  overdue: (station: string, count: number, asLead: boolean) => asLead ? `⏰ “${station}”有 ${count} 件诉求超期，提醒过受理人，仍未办结：` : `⏰ “${station}”有 ${count} 件诉求超期：`,
  button: { show: "打开", take: "我来办", takeOver: "转给我办", pass: "转交…", close: "办结…", list: "全部在办", back: "返回" },
  unclear: "没看懂。",
  usage: "可以这样写：\n/requests – 在办的诉求\n/requests 12 – 打开一件\n/requests 受理 12 · /requests 转交 12\n/requests 办结 12 已和物业说好，门口可以充电",
};
