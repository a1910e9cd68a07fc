export const confirm = {
  ask: "您是以群的名义发言的。请用您本人的账号确认这条命令：",
  button: "以本人身份确认",
  thanks: "已收到您的确认。",
};
