import type { Role } from "../../features/command/rules.ts";

const roles: Record<Role, string> = {
  station_lead: "站长", organizer: "组织员", instructor: "指导员", unit_contact: "单位联系人", auditor: "审计员",
};

export const mydata = {
  heading: "关于您，我保存了这些：",
  nothing: "没有任何关于您的数据。",
  accountOnly: "您目前没有加入任何指导站。",
  station: (name: string) => `📍 ${name}`,
  notJoined: "您没有加入为成员，只有下面的角色。",
  alias: (alias: string, shown: boolean) => `化名：${alias}（${shown ? "组织员可见" : "不显示给任何人"}）`,
  joinedOn: (date: string) => `加入：${date}`,
  purposeGiven: (purpose: string, date: string, version: string) => `✅ ${purpose}：${date}同意（文本第 ${version} 版）`,
  purposeNotGiven: (purpose: string) => `▫️ ${purpose}：未同意`,
  affiliation: (kind: string) => `归属：${kind}`,
  noAffiliation: "归属：没有填写",
  checkIns: (count: number, date: string) => `签到记录：${count} 条，每条保存 180 天，最后一条到${date}删除`,
  noCheckIns: "签到记录：没有",
  rolesHeld: (held: readonly string[]) => `角色：${held.join("、")}`,
  roles,
  also: "另外还有：您的 Telegram 编号（加密）、语言、最近使用的日期，以及您加入、退出或担任角色时的操作记录。要看每一个字，请点“导出文件”。全部删除用 /forgetme。",
  changeAlias: "改化名",
  showAlias: "把化名给组织员看",
  hideAlias: "不再显示化名",
  purposeButton: (purpose: string, isOn: boolean) => `${isOn ? "✅" : "▫️"} ${purpose}`,
  changeAffiliation: "归属",
  asFile: "导出文件",
  leave: "退出这个指导站",
  openStation: (name: string) => name,
  backHome: "返回全部",
  backHere: "返回我的数据",
  askAlias: (station: string) => `请发来您在“${station}”的新化名（2–24 个字）。请不要用真名、电话或用户名。不改了请发 /cancel。`,
  aliasChanged: (alias: string) => `好的，您的化名现在是：${alias}`,
  aliasShownNow: (shown: boolean): string => shown ? "组织员现在能看到您的化名。" : "您的化名不再显示。",
  fileCaption: "这是我保存的关于您的全部内容。文件只发给了您。",
  refusals: {
    aliasLength: "化名要有 2–24 个字，并且至少有一个字母、汉字或数字。请再发一次。",
    aliasPersonal: "这看起来像电话、证件号、用户名或链接。为了保护您，请换一个。",
    aliasTaken: "这个化名已经有人用了，请换一个。",
  },
};
