export const invitation = {
  declined: "好的，没有保存或改变任何内容。改变主意的话，再打开那个链接就行。",
  withdrawn: "已作废这个链接。",
  tooLate: "这个链接已经用过、过期或作废了。",
  button: { accept: "接受（我已满 18 岁）", decline: "不了，谢谢", withdraw: "作废这个链接" },
};
