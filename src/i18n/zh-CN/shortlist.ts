import type { ErrandRefusal } from "../../features/errand/actions.ts";
import type { Action } from "../../features/needs/rules.ts";

const line: Record<Action, (subject: string, through: string) => string> = {
  assign: (unit) => `选派指导员：${unit}`,
  renew: (who, through) => `续派：${who}（${through}到期）`,
  survey: (unit) => `摸排：${unit}`,
  announce: (organization) => `办活动：${organization}（30 天没有活动，也没有预告）`,
  suggestion: (subject) => `组建建议：${subject}`,
};

const press: Record<Action, (subject: string) => string> = {
  assign: (unit) => `选派 ${unit}`,
  renew: (who) => `续派 ${who}`,
  survey: (unit) => `摸排 ${unit}`,
  announce: (organization) => `办活动 ${organization}`,
  suggestion: (subject) => `看建议 ${subject}`,
};

const more: Record<Action, (count: number) => string> = {
  assign: (count) => `另有 ${count} 家未覆盖：/units 未覆盖`,
  renew: (count) => `另有 ${count} 项联系 30 天内到期：/coverage`,
  survey: (count) => `另有 ${count} 家待摸排：/units 待摸排`,
  announce: (count) => `另有 ${count} 个组织 30 天没有活动：/orgs`,
  suggestion: (count) => `另有 ${count} 条组建建议：/suggest`,
};

const yours: Record<Action, (subject: string) => string> = {
  assign: (unit) => `✋ ${unit} 您来办。可以让我逐一征询指导员，也可以先看看谁合适。`,
  renew: (who) => `✋ ${who} 您来办。可以续派，也可以换人。`,
  survey: (unit) => `✋ ${unit} 您来办。我一步步问您摸排的结果。`,
  announce: (organization) => `✋ ${organization} 您来办。我问您活动的名称和时间，发布前您先看。`,
  suggestion: (subject) => `✋ ${subject} 您来办。看了依据再决定采纳或暂不。`,
};

export const shortlist = {
  heading: (station: string, span: string) => `📌 “${station}”本周请办（${span}）`,
  line,
  press,
  more,
  byYou: " – 您在办",
  byOther: (alias: string | null) => ` – ${alias ?? "另一位组织者"}在办`,
  how: "点按钮就开始办；办好了，这里会打 ✅。",
  allDone: "都办好了，谢谢！",
  yours,
  others: (subject: string) => `${subject} 已经有人在办了，谢谢您留意。`,
  givenBack: (subject: string) => `好的，${subject} 交还了，别人可以接着办。`,
  button: { back: "交还", over: "我来接手", look: "看一看", card: "看建议", draft: "📣 发布活动" },
  refusals: {
    notForYou: "没有找到，或您没有这项权限。",
    leadDecides: "由站长决定。",
    listOld: "这份清单已经过期，请看最新的一份。",
    done: "这一项已经办好了，谢谢！",
    notYours: "这一项不在您手上。",
  } satisfies Record<ErrandRefusal | "notYours", string>,
};
