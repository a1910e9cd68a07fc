export const audience = {
  ask: (chosen: number, all: number) => `💬 发到哪些群？已选 ${chosen}/${all}。点一下加上或去掉。`,
  all: "全选",
  none: "全不选",
  done: "✔️ 选好了",
};
