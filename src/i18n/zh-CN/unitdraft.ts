export const unitdraft = {
  ask: { name: "新单位叫什么名称？", kind: "是哪种类型？", area: "在哪个片区？可以点，也可以写。", industry: "什么行业？可以点，也可以写。" },
  skip: "跳过",
  entered: (title: string) => `✅ ${title} 已登记。`,
  refusals: { draftGone: "这个问题已经过去了。发送 /unit 登记 可以重新开始。", unreadable: "没有看懂，或太长了。请再写一次。" },
};
