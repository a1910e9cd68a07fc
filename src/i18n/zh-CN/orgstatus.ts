import type { DayRefusal } from "../../features/validity/rules.ts";
import type { OrganizationStatus } from "../../features/organization/rules.ts";

const verbs: Record<OrganizationStatus, string> = { proposed: "改为拟建", active: "恢复运行", suspended: "暂停", dissolved: "撤销" };
const words: Record<OrganizationStatus, string> = { proposed: "拟建", active: "运行", suspended: "暂停", dissolved: "撤销" };

export const orgstatus = {
  ask: (code: string, status: OrganizationStatus) => `${code} 从哪一天起${verbs[status]}？\n别的日子请写：/org ${code} ${words[status]} 2026-11-20`,
  endsLinks: (units: number) => `撤销后，${units} 个单位的挂接在前一天结束。`,
  today: (on: string) => `今天 ${on}`, yesterday: (on: string) => `昨天 ${on}`, back: "返回", card: "查看组织",
  changed: (code: string, status: string, on: string) => `✅ ${code}：${on} 起${status}。`,
  ended: (count: number, codes: string) => `前一天结束的挂接（${count}）：${codes}`,
  staysEnded: (code: string, codes: string, on: string) => `撤销时结束的挂接不会自动恢复。要恢复请发：/link ${code} ${codes} 自 ${on}`,
  days: {
    unreadableDay: "没看懂日期，请写成 2026-11-20 这样。",
    ambiguousDay: "这个日期有两种读法，请写成 2026-11-20 这样。",
    impossibleDay: "没有这一天，请再看一下日期。",
  } satisfies Record<DayRefusal, string>,
  refusals: {
    notForYou: "没有找到，或您没有这项权限。",
    noSuchOrganization: "没有找到这个组织。/orgs 可以看到全部。",
    inFuture: "这一天还没到。到了那天再登记，就不会错。",
    beforeLast: "这一天早于上一次改状态的日子。状态按先后登记。",
    sameStatus: "现在就是这个状态。",
  },
};
