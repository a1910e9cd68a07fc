import type { Why } from "../../features/sheet/rules.ts";

const reasons: Record<Why, (column: string, text: string) => string> = {
  missing: (column, text) => `缺少“${column}”${text}`,
  unreadable: (column, text) => `“${column}”没有看懂：${text}`,
  notInList: (column, text) => `“${column}”里的“${text}”不在可选值中，请看模板的“可选值”表`,
  badCode: (column, text) => `“${column}”里的“${text}”不能作编号：只用字母、数字和 -，最多 16 个`,
  badDate: (column, text) => `“${column}”里的“${text}”不是日期，请写成 2026-11-22`,
  badNumber: (column, text) => `“${column}”里的“${text}”不是合适的数字`,
  future: (column, text) => `“${column}”：${text} 还没有到`,
  tooLong: (column, text) => `“${column}”太长或无法使用：${text}`,
  twice: (column, text) => `与第 ${text} 行${column}重复`,
  backwards: (column, text) => `“${column}”里的日期要从早到晚：${text}`,
  noSuchUnit: (column, text) => `“${column}”：没有单位 ${text}`,
  noSuchMarket: (column, text) => `“${column}”：没有市场 ${text}`,
  notAMarket: (column, text) => `“${column}”：${text} 不是专业市场`,
  itself: (column, text) => `“${column}”：${text} 不能指向自己`,
  noSuchOrganization: (column, text) => `“${column}”：没有党组织 ${text}`,
  noSuchInstructor: (column, text) => `“${column}”：没有指导员 ${text}`,
  firstDayStays: (column, text) => `“${column}”已登记为 ${text}，不能改`,
  otherHistory: (column, text) => `“${column}”：${text} 之后已有别的记录，已有的记录不改写`,
  statusToday: (column, text) => `“${column}”今天（${text}）已经变更过，请明天再改`,
  beforeFirstDay: (column, text) => `“${column}”的第一天要与起始日 ${text} 相同`,
  hasStalls: (column, text) => `“${column}”：${text} 里还有单位，仍须是专业市场`,
  stillCovered: (column, text) => `“${column}”：${text} 还有覆盖关系、指导员、群团组织或联系人；请用 /unit ${text} 办理，它们会一并结束`,
  notInOperation: (column, text) => `“${column}”：${text} 在那一天不在营`,
  overlaps: (column, text) => `“${column}”与已有的一段时间重叠：${text}`,
  formulaOnly: (column, text) => `“${column}”是公式：${text}，请改成结果`,
  parentBelow: (column, text) => `“${column}”：${text} 的层级不比它高`,
  oneUnitOnly: (column, text) => `“${column}”：单独组建的 ${text} 同一时间只覆盖一家单位`,
  nameTaken: (column, text) => `“${column}”：名称“${text}”已有别的党组织在用`,
  overCapacity: (column, text) => `“${column}”：${text} 已满额，请写明超额理由`,
  extendedTooFar: (column, text) => `“${column}”：延期最多一年（${text}）`,
  alreadyRecorded: (column, text) => `“${column}”：${text} 已有记录，已有的记录不改写`,
  needsBoth: (column, text) => `“${column}”要写全：${text}`,
};

export const sheet = {
  names: { units: "单位", organizations: "党组织", links: "覆盖关系", instructors: "指导员", assignments: "选派", surveys: "摸排" },
  columns: {
    units: {
      code: "编号", name: "名称", kind: "类型", area: "片区", market: "所在市场", industry: "行业", chain: "产业链", employees: "从业人数", entered: "登记日期", status: "状态",
    },
    organizations: {
      code: "编号", name: "名称", level: "层级", formation: "组建方式", status: "状态", counts: "计入覆盖", area: "片区", market: "所在市场", industry: "行业",
      parent: "上级党组织", terms: "届期", approvedBy: "批准单位",
    },
    links: { organization: "党组织", unit: "单位", from: "自", through: "至" },
    instructors: {
      code: "编号", role: "身份", capacity: "可带家数", areas: "片区", industries: "行业", languages: "语言", visitEvery: "走访间隔天数", from: "自", through: "至", away: "外出",
    },
    assignments: { instructor: "指导员", unit: "单位", from: "自", through: "至", endReason: "结束原因", overCapacity: "超额理由" },
    surveys: { unit: "单位", on: "日期", source: "来源", found: "查到的状态", members: "正式党员数", willing: "意愿", secretary: "书记人选", notFormed: "未组建原因" },
  },
  hints: {
    units: {
      code: "字母、数字和 -，最多 16 个，如 U06。空着会自动编；写已有的编号就是修改", name: "可不填", kind: "必填，从右边选", area: "必填，如 A", market: "所在市场的编号，如 U11",
      industry: "可不填", chain: "可不填", employees: "可不填，从右边选", entered: "如 2024-01-05；空着就是今天",
      status: "空着就是在营。可写全部经过：在营 2024-01-05; 歇业 2026-09-01",
    },
    links: { organization: "必填，党组织编号，如 G2", unit: "必填，单位编号，如 U06", from: "必填，第一天，如 2026-01-01", through: "最后一天；空着表示一直有效，或保持原样" },
    surveys: {
      unit: "必填，单位编号，如 U06", on: "必填，如 2026-11-20", source: "从右边选；空着就是“其他”", found: "可不填，从右边选",
      members: "可不填，数字。导出的表里这一列总是空的", willing: "可不填，从右边选", secretary: "可不填，从右边选", notFormed: "可不填，从右边选",
    },
  },
  sources: { registration: "登记", annual_report: "年报", visit: "走访", self_report: "自报", other: "其他" },
  allowed: "可选值",
  allowedHead: ["列名", "写法（空着表示不改，写 - 表示去掉）", "可选值"],
  reason: "原因",
  line: (line: number, reasons: string) => `第 ${line} 行：${reasons}`,
  and: "；",
  reasons,
};
