export const groupnote = {
  tomorrow: (title: string) => `⏰ 明天：${title}`,
  open: "想来的话，在上面的通知里点一下就好。",
};
