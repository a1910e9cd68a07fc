import type { TermRefusal } from "../../features/term/actions.ts";

export const term = {
  usage: "可以这样用：\n/term – 看应换届和已超期的\n/term G2 – 看一个组织的届期\n/term G2 2026-11-16 3年 – 登记新一届\n/term G2 更正 2026-10-16 – 最近一届的日期记错了，改成这一天\n/term G2 延期至 2027-05-15 – 延期（最多一年）",
  line: (title: string, state: string, end: string, isExtended: boolean) => `${title}：${state}（${isExtended ? "延期至" : "届满日"} ${end}）`,
  from: (startedOn: string) => `本届从 ${startedOn} 开始。`,
  none: (code: string) => `${code} 还没有登记届期。`,
  recorded: "✅ 已登记",
  list: "应换届和已超期：",
  nothingDue: "90 天内没有应换届的，也没有超期的。",
  unclear: (text: string) => `没看懂“${text}”。`,
  askExtension: (code: string, endsOn: string, latest: string) => `${code} 的届期到 ${endsOn}。延期到哪天？最晚 ${latest}。\n别的日子请写：/term ${code} 延期至 ${latest}`,
  askBegin: (code: string, years: number) => `${code} 的新一届从哪天开始？\n别的日子或年限请写：/term ${code} 2026-11-16 ${years}年`,
  button: {
    card: "查看组织", extend: "延期…", begin: "登记新一届…", through: (day: string) => `至 ${day}`, beginOn: (day: string, years: number) => `${day} 起 ${years} 年`,
  },
  reminder: (station: string) => `📅 换届提醒 · ${station}`,
  reminderHint: (code: string) => `超期不影响覆盖数字，只请记得安排。换届后请登记：/term ${code} 2026-11-16 3年；经批准延期：/term ${code} 延期至 2027-05-15`,
  refusals: {
    notForYou: () => "没有找到，或您没有这项权限。",
    noSuchOrganization: () => "没有找到这个组织。/orgs 可以看到全部。",
    noTerm: (code) => `${code} 还没有登记届期，请先登记：/term ${code} 2026-11-16 3年`,
    beforeLast: (last, code) => `最近一届从 ${last} 开始，新一届不能更早。如果这个日期记错了，请写：/term ${code} 更正 正确的日期`,
    beforePrevious: (before) => `再前一届从 ${before} 开始，最近一届要在这之后。`,
    tooFarAhead: (day) => `${day} 离今天超过一年，请再看一下日期。`,
    notAfterEnd: (end) => `届期到 ${end}，延期要在这之后。`,
    tooLong: (latest) => `延期最多一年，最晚到 ${latest}。`,
    dissolved: (code) => `${code} 已撤销，不再登记届期。`,
  } satisfies Record<TermRefusal, (about: string, code: string) => string>,
};
