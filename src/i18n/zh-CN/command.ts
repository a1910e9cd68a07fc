import type { CommandName } from "../../features/command/rules.ts";

/** One sentence for each command, at most 60 characters: the menu of Telegram cuts longer ones on a phone. */
export const command: Record<CommandName, string> = {
  start: "从这里开始",
  help: "这里能做什么",
  join: "自愿加入，由您逐项决定",
  checkin: "签到：我到了",
  activities: "我能参加的活动，我报名的活动",
  rollcall: "发起签到，大家点一下就好",
  poll: "发起投票，默认匿名",
  reminders: "活动提醒：多少条，何时别打扰",
  why: "候补排到哪里，为什么",
  announce: "发布活动：/announce 名称 | 时间 | 地点",
  mydata: "查看关于我的数据",
  privacy: "隐私说明",
  leave: "退出本指导站",
  forgetme: "删除我的全部数据",
  lang: "选择语言 / Language",
  setup: "在本群启用",
  station: "选择或设置指导站",
  chat: "管理群组",
  role: "管理角色",
  reach: "能联系到多少人（仅人数）",
  instructor: "管理指导员",
  instructors: "指导员一览与负担",
  audit: "查看审计记录",
  cancel: "取消正在填写的内容",
};
