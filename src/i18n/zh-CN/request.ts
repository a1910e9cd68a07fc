import type { RequestRefusal } from "../../features/request/actions.ts";
import type { Category, Satisfaction, State } from "../../features/request/rules.ts";
import type { DraftRefusal } from "../../features/requestdraft/actions.ts";

const categories: Record<Category, string> = {
  entry: "进门", stairs: "上楼", parking: "停车", charging: "充电", licensing: "证照", registration: "登记注册", credit: "信用", online: "网络监管", advertising: "广告",
  quality: "质量", food: "食品", special_equipment: "特种设备", metrology: "计量", standards: "标准", certification: "认证认可", other: "其他",
};
const satisfactions: Record<Satisfaction, string> = { satisfied: "满意", fair: "基本满意", unsatisfied: "不满意" };
const states: Record<State, string> = { waiting: "等待受理", taken: "办理中", overdue: "已超期", closed: "已办结" };
const refusals: Record<DraftRefusal | RequestRefusal, string> = {
  notForYou: "没有找到，或您没有这项权限。",
  draftGone: "这份诉求已经发出、放弃或过期了。发送 /request 可以重新写。",
  empty: "请用文字写几句。",
  tooLong: "最多 500 字，请写短一点。",
  noSuchUnit: "没有这家单位，或它不由您联系。请写单位编号；与单位无关的，点“与单位无关”，或把这个词放到后面去写。",
  tooMany: "您已有 10 件在办的诉求，请等办结几件再提。",
  gone: "这件诉求还在办理，或不是您提出的。",
  tooLate: "办结已超过 7 天，不能重办了。发送 /request 可以再提一件。",
};

export const request = {
  categories, satisfactions, states, refusals,
  name: (id: number, category: string, unit: string | null) => `#${id} ${category}${unit === null ? "" : ` · ${unit}`}`,
  withUnit: (category: string, unit: string) => `${category} · ${unit}`,
  ask: (station: string) => `🙋 “${station}”能帮您解决什么困难？请选一类：`,
  own: "您提出的，还在办理：",
  ownLine: (name: string, state: string, due: string) => `${name}：${state}，${due}前答复`,
  askText: (category: string) => `【${category}】请用一两句话写下困难，最多 500 字。\n请不要写姓名、电话、证件号等个人信息。文字只有受理人和站长能看到，办结 180 天后清除。\n不提了请发 /cancel`,
  askUnit: "与哪家单位有关？点一下，或写单位编号。",
  preview: "请看看对不对，现在还没有发出：",
  personal: "⚠️ 里面好像有电话、证件号或用户名，建议先改掉。",
  promise: (due: string) => `发出后由站长或组织员受理，${due}前给您答复。群里不会显示。`,
  sent: (id: number, due: string) => `✅ 已提出，编号 #${id}。${due}前给您答复；发送 /request 可以看进展。`,
  dropped: "好的，没有发出。",
  opened: (station: string, name: string, due: string) => `🙋 “${station}”有新的诉求：${name}\n请在${due}前答复。受理后可以看到内容。`,
  openedAgain: (station: string, name: string, due: string) => `🙋 “${station}”有一件诉求请求重办：${name}\n请在${due}前答复。`,
  answered: (name: string, answer: string) => `✅ 您的诉求 ${name} 已办结：\n${answer}\n\n您满意吗？没有解决的，7 天内可以请求重办。`,
  rated: (satisfaction: string) => `谢谢，已记下：${satisfaction}`,
  reopened: (id: number, due: string) => `好的，#${id} 重新办理，${due}前给您答复。`,
  button: { send: "✅ 发出", text: "改内容", unit: "改单位", noUnit: "与单位无关", drop: "不提了", reopen: "没有解决，请重办" },
  unclear: "没看懂是哪一类。只发 /request 可以从按钮里选。",
  usage: "可以这样写：\n/request 充电 门口没有充电的地方\n/request 停车 U06 卸货没有车位 – 写明单位",
};
