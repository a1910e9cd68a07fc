import type { AuditAction } from "../../features/audit/actions.ts";
import type { Role } from "../../features/command/rules.ts";

const actions: Record<AuditAction, string> = {
  "station.set_up": "设立了指导站",
  "station.changed": "改了指导站的设置",
  "chat.linked": "关联了一个群",
  "chat.unlinked": "取消了一个群的关联",
  "chat.topic_moved": "换了发布的话题",
  "chat.invited": "发出了加入或关联的链接",
  "role.granted": "一项角色生效",
  "role.revoked": "一项角色结束",
  "role.invited": "发出了角色邀请",
  "roles.read": "查看了角色名单",
  "member.joined": "一人加入",
  "member.left": "一人退出",
  "member.erased": "一人删除了全部数据",
  "reach.read": "查看了可联系人数",
  "rollcall.opened": "发起了签到",
  "rollcall.closed": "结束了签到",
  "rollcall.extended": "延长了签到",
  "rollcall.aliases_read": "查看了签到的化名",
  "rollcall.door_shown": "打开了门口二维码",
  "audit.read": "查看了审计记录",
  "retention.ran": "到期清理",
};

const roles: Record<Role, string> = {
  station_lead: "一位站长", organizer: "一位组织员", instructor: "一位指导员", unit_contact: "一位单位联系人", auditor: "一位审计员",
};

export const audit = {
  heading: (station: string) => `审计记录 · ${station}`,
  empty: "还没有记录。",
  note: "最新的在最上面。保存 3 年。您的这次查看也已记录。",
  older: "更早的",
  actions,
  amounts: {
    check_in: (amount: number) => `到期删除签到记录 ${amount} 条`,
    consent_proof: (amount: number) => `到期删除同意证明 ${amount} 条`,
    audit_event: (amount: number) => `到期删除审计记录 ${amount} 条`,
  },
  roles,
  self: "您",
  erased: "已删除的人",
  bot: "自动",
  someone: "一位没有角色的人",
  named: (role: string, alias: string) => `${role}（${alias}）`,
};
