export const template = {
  list: "🗂 模板：点一个就照着起草，只要再写时间。",
  none: "还没有模板。起草时点“存为模板”，或发送：/announce template save 名称",
  saved: (name: string) => `🗂 已存为模板“${name}”。下次发送 /announce template use ${name} 就能照着起草。`,
  deleted: (name: string) => `🗑 已删除模板“${name}”。`,
  refusals: {
    notForYou: "没有找到，或您没有这项权限。",
    noName: "请写模板的名称，最多 40 个字，例如：/announce template save 每月主题党日",
    nothingToSave: "没有可以存的：请先起草一个活动，写好名称。",
    nameTaken: "这个名称已被别人的模板用了，请换一个。",
    tooMany: "模板最多 20 个，请先删掉不用的。",
    noSuchTemplate: "没有这个模板。发送 /announce template 看看有哪些。",
  },
};
