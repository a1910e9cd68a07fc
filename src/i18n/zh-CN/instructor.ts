import type { InstructorFields } from "../../features/instructor/rules.ts";

const list = (words: readonly string[]) => words.join("、");
const every = (days: number) => ({ 7: "每周", 15: "每半月", 31: "每月", 92: "每季度", 183: "每半年", 366: "每年" })[days] ?? `每 ${days} 天`;

export const instructor = {
  names: { instructor: "指导员", liaison: "联络员" },
  fields: ({ role, capacity, areas, industries, languages, visitEveryDays }: InstructorFields) => [
    `${{ instructor: "指导员", liaison: "联络员" }[role]} · 最多 ${capacity} 家 · ${every(visitEveryDays)}走访一次`,
    ...(areas.length > 0 ? [`片区：${list(areas)}`] : []), ...(industries.length > 0 ? [`行业：${list(industries)}`] : []),
    ...(languages.length > 0 ? [`语言：${list(languages)}`] : []),
  ],
  added: (code: string) => `✅ 已登记 ${code}。请把下面的链接转给本人，由本人接受后生效。`,
  enteredAlready: (code: string) => `${code} 已经登记过了：`,
  linkIs: (code: string, link: string) => `成为 ${code} 的链接（7 天内有效，只能用一次；重新生成后旧的作废）：\n${link}`,
  changed: (code: string) => `✅ 已修改 ${code}。`,
  load: (load: number, capacity: number) => `在联 ${load}/${capacity} 家${load > capacity ? "（超出上限）" : load === capacity ? "（已满）" : ""}`,
  takenUp: "本人已接受",
  notTakenUp: "还没有人接受",
  serves: (from: string, through: string | null) => through === null ? `${from} 起` : `${from} 至 ${through}`,
  awayUnsaid: "外出日期：还没有说",
  awayNone: "外出日期：没有",
  away: (stretches: readonly string[]) => `外出日期：${stretches.join("，")}`,
  stretch: (from: string, through: string) => from === through ? from : `${from} 至 ${through}`,
  listHeading: (station: string, count: number) => `“${station}”的指导员（${count} 名）：`,
  listEmpty: "还没有指导员。登记一位：/instructor 登记 | 最多 5 | 片区 A",
  listLine: (code: string, load: number, capacity: number, rest: readonly string[]) =>
    `${load > capacity ? "⚠️" : load === capacity ? "🟠" : "🟢"} ${code} ${load}/${capacity}${rest.length > 0 ? ` · ${rest.join(" · ")}` : ""}`,
  listAway: (through: string) => `外出至 ${through}`,
  listOpen: "尚未接受",
  listEnds: (through: string) => `${through} 卸任`,
  listMore: (count: number) => `另有 ${count} 名，请用 /instructor 加编号查看。`,
  askRetire: (code: string, today: string) => `让 ${code} 从今天（${today}）起卸任吗？\n在联的单位同时结束，需要另派。要指定日期：/instructor 卸任 ${code} 自 2027-01-01`,
  retired: (code: string, lastOn: string, units: number) => `✅ ${code} 的最后一天是 ${lastOn}。${units > 0 ? `同时结束了 ${units} 家单位的联系，请另派指导员。` : "没有在联的单位。"}`,
  over: (station: string, code: string, lastOn: string) => `“${station}”：您担任指导员（${code}）的最后一天是 ${lastOn}，联系的单位也到那天为止。一路辛苦，谢谢您！`,
  awaySaved: (code: string, stretches: readonly string[]) => stretches.length > 0 ? `✅ 已记下 ${code} 外出：${stretches.join("，")}` : `✅ 已记下：${code} 近期没有外出。`,
  commission: (station: string, role: string, code: string) =>
    `“${station}”请您担任${role}（编号 ${code}）。\n您会看到自己联系的单位，登记走访，也可以随时说“这段时间不方便”。\n\n接受后会保存：您的 Telegram 账号（加密）、语言、编号、角色和起止日期。须满 18 岁。不接受就什么都不保存。`,
  accepted: (station: string, role: string, code: string) => `✅ 您现在是“${station}”的${role} ${code}。发送 /myunits 查看您联系的单位。`,
  button: {
    add: "➕ 登记一位", link: "🔗 生成链接", retire: "卸任…", retireNow: "确定，从今天起", back: "返回", all: "全部指导员",
    capacity: (number: number) => `最多 ${number} 家`, every: (days: number) => `${every(days)}走访`, awayNone: "没有外出",
  },
  usage: "可以这样用：\n/instructor 登记 I7 | 最多 5 | 片区 A、B | 行业 食品 | 语言 中文、English | 每季度\n/instructor I7 – 查看 · /instructor I7 | 最多 6 – 修改\n/instructor 外出 I7 2026-12-01 至 2026-12-10 – 没有就写“没有”\n/instructor 链接 I7 · /instructor 卸任 I7 自 2027-01-01\n/instructors – 一览",
  refusals: {
    notForYou: "没有找到，或您没有这项权限。",
    notFound: "没有这个编号的指导员。用 /instructors 看看有哪些。",
    codeTaken: "这个编号已经有人用了，请换一个，或不写编号由我来编。",
    alreadyTakenUp: "这个编号已有本人接受，不需要再发链接。",
    retired: "这位指导员已经卸任。",
    endsBeforeStart: "那一天之后还给这位指导员派过单位，请选晚一些的日期。",
    tooEarly: "卸任日期不能早于开始的日期。",
    linkGone: "这个链接已用过、已失效，或已换新的。需要的话，请组织员再发一次。",
    otherCode: "您已经是这个指导站的指导员，一个人只用一个编号。",
    unclear: "没看懂。",
    badCode: "编号只用字母、数字和“-”，最多 16 个字符。",
    badPart: "这一部分没看懂。",
    badDay: "日期请写成 2027-05-31 这样。",
    badCapacity: "上限请写 1 到 999 之间的整数，如：最多 5。",
    badCadence: "走访频次请写：每月、每季度、每半年，或 每 30 天。",
    badAway: "外出日期请写成 2026-12-01 至 2026-12-10，多段用逗号隔开；没有就写“没有”。",
  },
  unclearPart: (part: string) => `（“${part}”）`,
};
