export const unitfield = {
  which: (title: string) => `${title}\n要改哪一项？`,
  now: (field: string, value: string) => `${field}：${value}`,
  fields: { name: "名称", area: "片区", industry: "行业", chain: "产业链", employees: "从业人数", market: "所在市场", code: "编号" },
  ask: {
    name: "请写新的名称（最多 60 个字）。", area: "请写片区，例如：B", industry: "请写行业，例如：食品", chain: "请写产业链，例如：餐饮",
    employees: "从业人数是哪一档？", market: "请写市场的编号，例如：U11",
    code: "请写正确的编号，例如：U06。登记过的内容都不变。",
  },
  clear: "去掉",
  changed: (title: string) => `✅ ${title}：已保存。`,
  usage: "可以这样改：\n/unit U06 片区 B | 行业 食品 | 名称 新名称 | 3-9 人\n/unit U06 行业 无 – 去掉一项\n/unit U60 编号 U06 – 更正登记错的编号",
  refusals: {
    unreadable: "没有看懂，或太长了。请再写一次。",
    codeTaken: "这个编号已有单位在用，请写另一个。",
    isMarket: "还有单位或组织在这个市场，类型不能改。请先把它们改到别的市场。",
  },
};
