import type { Controller } from "../../context.ts";
import type { ConsentVersion, Purpose } from "../../features/consent/rules.ts";

/** What was agreed to, word for word; a change of meaning is a new version, and an old one is never edited. */
type Texts = Record<Purpose, (controller: Controller) => string>;

const first: Texts = {
  service: ({ name, contact }) => [
    "记住您，并在私聊里联系您（加入所必需）",
    "保存什么：您的 Telegram 编号（加密）、化名、语言、加入日期。",
    "为了什么：下次认得您，在私聊里回答您、通知您。",
    "谁能看到：编号不显示给任何人；组织员只看到人数。",
    "保存多久：到您退出为止。若 24 个月没有任何操作，会在私聊里问您一次，30 天内没有回复就删除。",
    "消息经 Telegram 传送，其服务器在中国境外。",
    `谁负责：${name}（${contact}）。退出用 /leave，全部删除用 /forgetme。`,
  ].join("\n"),
  attendance: ({ name, contact }) => [
    "签到计入人数（自愿）",
    "保存什么：您自己点过的签到和时间。没有来、没有点，都不会留下记录。",
    "为了什么：统计到场人数。参加活动可能反映个人观点，所以单独征求您的同意。",
    "谁能看到：组织员只看到人数；只有您选择显示化名时，才看到化名。",
    "保存多久：180 天，之后只留人数。撤回同意时，您的签到记录立即删除，只留人数。",
    `谁负责：${name}（${contact}）。`,
  ].join("\n"),
  reminders: ({ name, contact }) => [
    "提醒（自愿）",
    "保存什么：只保存“您愿意收到提醒”这一点。",
    "为了什么：与您有关的事情快到时，在私聊里提醒您。",
    "谁能看到：只有您自己。",
    "保存多久：到您关闭或退出为止。",
    `谁负责：${name}（${contact}）。`,
  ].join("\n"),
  affiliation: ({ name, contact }) => [
    "您的归属（可以跳过）",
    "为什么问：只有知道谁是流动或做客的成员，指导站才能专门为他们安排服务；不回答不影响任何功能。",
    "这是敏感信息。点选其中一项，即表示您单独同意保存这一项。",
    "谁能看到：只有您自己。指导站最多只会知道人数，不会知道是谁，少于 5 人时连人数也不显示。",
    "保存多久：到您删除或退出为止，在 /mydata 里随时可改、可删。",
    `谁负责：${name}（${contact}）。`,
  ].join("\n"),
};

const texts: Record<ConsentVersion, Texts> = {
  "1": first,
  "2": {
    ...first,
    attendance: ({ name, contact }) => [
      "签到、活动报名和记名投票计入人数（自愿）",
      "保存什么：您自己点过的签到、报名（会来、待定、带几人、候补、每次都来）和记名投票，以及时间。不来、没有点，都不会留下记录。",
      "为了什么：统计人数、安排名额；您在候补时，有名额会私聊问您。参加活动可能反映个人观点，所以单独征求您的同意。",
      "谁能看到：组织员只看到人数；只有您选择显示化名时，才看到化名。",
      "保存多久：签到 180 天，之后只留人数；报名在活动结束 30 天后删除，投票在结束 30 天后删除。撤回同意时，这些立即删除，签到只留人数。",
      `谁负责：${name}（${contact}）。`,
    ].join("\n"),
    reminders: ({ name, contact }) => [
      "提醒（自愿）",
      "保存什么：您愿意收到提醒，以及最近 7 天给您发过几条。",
      "为了什么：在私聊里提醒您报名的活动，或请您对新活动点一下。默认每周最多 5 条，晚上 21:30 到早上 8:00 不打扰；用 /reminders 可改。",
      "谁能看到：只有您自己。",
      "保存多久：到您关闭或退出为止。",
      `谁负责：${name}（${contact}）。`,
    ].join("\n"),
  },
};

export const consent = {
  texts,
  textLost: (version: string) => `（第 ${version} 版文本，本程序已不再保存）`,
  purposes: { service: "联系您", attendance: "签到、报名和投票计数", reminders: "提醒", affiliation: "归属" },
  affiliations: { home: "组织关系在这里", floating: "流动", guest: "做客", skip: "跳过", none: "删除这一项" },
  yes: "是",
  no: "否",
  back: "返回",
  settings: "查看我的数据",
  given: (date: string, version: string) => `您于${date}同意了（文本第 ${version} 版）。`,
  notGiven: "目前：未同意。",
  ask: "您同意吗？",
  newer: (version: string) => `您同意的是第 ${version} 版。现在有新的一版，您可以同意新版，也可以什么都不改：`,
  agreeNewer: "同意新版",
  readOlder: "看我同意过的那一版",
  currentAffiliation: (kind: string) => `目前：${kind}`,
  givenToast: "已记下，谢谢。",
  withdraw: "撤回同意",
  withdrawService: "撤回同意（即退出）",
  withdrawingAttendance: "撤回后，您在这里的签到记录、活动回复和记名投票会立即删除；签到只留人数，人数不变。",
  attendanceWithdrawn: (gone: { checkIns: number; replies: number; votes: number }): string => [
    gone.checkIns === 0 ? "已撤回。您没有签到记录。" : `已撤回，您的 ${gone.checkIns} 条签到记录已删除，只留人数。`,
    ...(gone.replies > 0 ? [`${gone.replies} 条活动回复也已删除，名额已让出。`] : []),
    ...(gone.votes > 0 ? [`${gone.votes} 次记名投票也已删除。`] : []),
  ].join(""),
  remindersWithdrawn: "已撤回，不再提醒您。",
  affiliationKept: (kind: string) => `已记下：${kind}。只有您自己能看到，随时可在 /mydata 里改或删。`,
  affiliationSkipped: "好的，没有保存。以后想填，可在 /mydata 里填。",
  affiliationDeleted: "已删除。",
  refusals: {
    notMember: "您没有加入这个指导站。",
    textChanged: "同意书有了新版本，请先看一下新的文字。",
  },
};
