import type { LinkRefusal } from "../../features/coverlink/actions.ts";
import type { LineDoubt } from "../../features/coverlink/rules.ts";

export const coverlink = {
  usage: [
    "可以这样用：",
    "/link G2 U02 U03 从今天起挂接",
    "/link G2 U02 自 2026-01-02 从那天起挂接",
    "/link G2 市场 U11 挂接这个市场的全部在营摊位",
    "/link 结束 G2 U04 于 2026-10-31 那天起不再挂接（“至 2026-10-31”则是最后一天）",
  ].join("\n"),
  ask: (code: string, hasOffer: boolean) =>
    `要把哪些单位挂到 ${code}？${hasOffer ? "点一下就从今天起挂接。" : ""}\n也可以写：/link ${code} U02 U03 自 2026-01-02`,
  askEnd: (code: string) => `要解除哪个单位与 ${code} 的挂接？`,
  nothingToEnd: (code: string) => `${code} 目前没有挂接的单位。`,
  askLastDay: (code: string, unit: string) => `${unit} 与 ${code}：最后一天是哪天？\n别的日子请写：/link 结束 ${code} ${unit} 至 2026-10-31`,
  days: (from: string, through: string | null) => through === null ? `${from} 起` : `${from} 至 ${through}`,
  linked: (code: string, count: number, codes: string, days: string) => `✅ 已挂到 ${code}（${count}）：${codes}\n${days}`,
  linkedToast: (codes: string) => `已挂接 ${codes}`,
  already: (codes: string) => `这段时间已经挂接过：${codes}`,
  crowded: (units: number) => `提醒：现在有 ${units} 个在营单位。联合组织一般不超过 5 个，可以考虑分开。`,
  ended: (code: string, codes: string, lastOn: string) => `✅ 已解除与 ${code} 的挂接：${codes}\n最后一天：${lastOn}`,
  notLinked: (codes: string) => `原本就没有挂接：${codes}`,
  gone: "这个单位现在没有挂接，请重新打开列表。",
  button: {
    card: "查看组织", back: "返回", today: "今天", yesterday: "昨天", market: (code: string) => `市场 ${code} 的全部在营摊位…`,
  },
  doubts: {
    badCode: (text) => `“${text}”不是编号。编号只用字母、数字和短横线。`,
    tooManyCodes: (most) => `一次最多写 ${most} 个单位。更多的话，可以按市场挂接：/link G2 市场 U11`,
    unreadableDay: () => "没看懂日期，请写成 2026-11-20 这样。",
    ambiguousDay: () => "这个日期有两种读法，请写成 2026-11-20 这样。",
    impossibleDay: () => "没有这一天，请再看一下日期。",
  } satisfies Record<LineDoubt, (text: string) => string>,
  refusals: {
    notForYou: () => "没有找到，或您没有这项权限。",
    noSuchOrganization: (code) => `没有找到组织${code === "" ? "" : ` ${code}`}。/orgs 可以看到全部。`,
    noSuchUnit: (code) => `没有找到单位${code === "" ? "" : ` ${code}`}，什么都没有改。`,
    noSuchMarket: (code) => `没有找到市场${code === "" ? "" : ` ${code}`}。市场是类型为“市场”的单位。`,
    dissolved: (code) => `${code} 已撤销，撤销以后的日子不能挂接。`,
    unitGone: (code) => `单位 ${code} 已不在营（注销、迁出或查无），不能挂接，什么都没有改。以前的挂接请写明最后一天。`,
    separateTaken: (code) => `单独组建的组织同一时间只挂接一个单位，这段时间已挂接 ${code}。请先解除它，或登记联合组织。`,
    separateOne: () => "单独组建的组织只挂接一个单位。几个单位合建，请登记联合组织。",
    daysTurned: () => "最后一天早于第一天，请再看一下日期。",
    alreadyLinked: (codes) => `这段时间已经挂接过：${codes}`,
    notLinked: (codes) => `现在没有可解除的挂接：${codes}`,
    noStalls: (code) => `市场 ${code} 那天没有在营摊位。`,
    tooManyStalls: (most) => `摊位超过 ${most} 个，请用文件导入：/import`,
  } satisfies Record<LinkRefusal, (about: string) => string>,
};
