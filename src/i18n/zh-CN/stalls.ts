export const stalls = {
  preview: ({ code, market, fromOn, stalls, already, gone, fresh }: { code: string; market: string; fromOn: string; stalls: number; already: number; gone: number; fresh: number }) =>
    `市场 ${market} 在 ${fromOn} 有在营摊位 ${stalls} 个${already > 0 ? `，其中 ${already} 个已挂到 ${code}` : ""}${gone > 0 ? `，${gone} 个后来已不在营，不再挂接` : ""}。\n将从 ${fromOn} 起把 ${fresh} 个挂到 ${code}。`,
  changed: "这期间摊位数变了，请再看一下。",
  link: (count: number) => `✅ 挂接这 ${count} 个`,
  linked: (code: string, count: number, from: string) => `✅ 已把 ${count} 个摊位挂到 ${code}，${from} 起。`,
};
