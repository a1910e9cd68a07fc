import type { Right } from "../../features/nodegrant/rules.ts";

const SUMS = "在营单位家数、组织覆盖和工作覆盖（分子、分母、比率）、各类单位的家数、应建和已建的站数，以及哪些站还没交数";
const NEVER = "任何人、化名、单位卡片和单位名单";

const may: Record<Right, string> = {
  keeper: "看每周汇总，并管理这个机构：请下级归入、请人查看、改名称和应建站数。",
  reader: "看每周汇总。",
};

export const nodelink = {
  link: {
    child: (body: string, link: string) => `把下面的链接转给要归入“${body}”的站长，或另一个机构的管理人。7 天内有效，只能用一次；对方确认后才归入。\n\n${link}`,
    keeper: (body: string, link: string) => `把下面的链接转给要和您一起管理“${body}”的人。7 天内有效，只能用一次；对方接受后才生效。\n\n${link}`,
    reader: (body: string, link: string) => `把下面的链接转给要查看“${body}”汇总的人。7 天内有效，只能用一次；对方接受后才生效。\n\n${link}`,
  },
  child: (body: string) => [
    `“${body}”请您把指导站或机构归入它的下面。`,
    `归入以后，它每周看得到汇总：${SUMS}。`,
    `它看不到：${NEVER}。`,
    "随时可以用 /scope 离开 退出。",
  ].join("\n"),
  pick: "请选要归入的：",
  nothingToPut: "这个链接要由站长，或另一个机构的管理人来确认。您现在两样都不是。",
  whenFrom: (child: string, code: string) => `“${child}”从哪一天起归入？点一下就确认。\n别的日子请发：/scope 接受 ${code} 2027-01-01`,
  grant: (body: string, right: string, kind: Right) => [
    `“${body}”请您当${right}。`,
    `可以做：${may[kind]}`,
    `汇总里有：${SUMS}。没有：${NEVER}。`,
    "",
    "接受后会保存：您的 Telegram 账号（加密）、语言、这项权限和日期。须满18 岁。不接受就什么都不保存。",
  ].join("\n"),
  granted: (body: string, right: string) => `✅ 您现在是“${body}”的${right}。汇总每周一发给您；/scope 随时可看。`,
  placed: (child: string, body: string, from: string) => `✅ “${child}”从 ${from}起归入“${body}”。以前归到哪里，记录都保留。`,
  left: (child: string, body: string, lastOn: string) => `✅ “${child}”离开“${body}”，最后一天是 ${lastOn}。记录保留。`,
  moveTo: (child: string) => `把“${child}”归到哪个机构？`,
  noTargets: "您没有管理别的机构。请对方的管理人发一个“下级”链接给您。",
  from: (child: string, body: string) => `“${child}”从哪一天起归入“${body}”？点一下就确认。`,
  askLeave: (child: string, places: readonly string[]) => `“${child}”：${places.join("；")}。\n要离开吗？请选最后一天。`,
  button: { from: (day: string) => `从 ${day}起`, last: (day: string) => `最后一天 ${day}`, back: "返回", open: "打开" },
  refusals: {
    notForYou: "没有找到，或您没有这项权限。",
    linkGone: "这个链接已经用过、过期或作废了。需要的话，请对方再发一个。",
    already: "您在这里已经有这项权限，或更多。",
    standsThere: "它已经归在这里了，没有改变。",
    circle: "不能这样归入：那样一来，一个机构会在自己的下面。请选别的机构。",
    standsNowhere: "它那天以后没有归到任何机构，没有什么要离开。",
    unreadableDay: "日期没看懂。请写成 2026-12-01 这样。",
    ambiguousDay: "这个日期可以有两种读法。请写成 2026-12-01 这样。",
    impossibleDay: "没有这一天。请写成 2026-12-01 这样。",
    dayPast: "这一天已经过去了；以前的汇总不再改。请写今天或以后的日子。",
    dayFar: "请写一年以内的日子。",
  },
};
