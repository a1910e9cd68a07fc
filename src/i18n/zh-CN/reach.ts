export const reach = {
  heading: (station: string) => `能联系到多少人 · ${station}（仅供您本人）`,
  joined: (count: number) => `已加入指导站：${count} 人`,
  reachable: (count: number) => `其中可以私聊联系：${count} 人`,
  groups: "群里的人数（Telegram 的统计，不含我）：",
  group: (title: string, people: number) => `· ${title}：${people} 人`,
  groupUnknown: (title: string) => `· ${title}：Telegram 没有告诉我`,
  noGroups: "· 还没有关联的群",
  note: "“已加入”按整个指导站计算，群人数按每个群计算：同一个人可能在几个群里，加入的人也可能不在群里，所以两者不能相除。我不知道群里有谁。",
  post: "在成员群里发布加入链接",
  posted: (count: number) => `已安排在 ${count} 个群里发布。`,
  postedSome: (posted: number, already: number): string => posted === 0
    ? "今天已经发布过了。为免打扰，每个群每天最多一次。"
    : `已安排在 ${posted} 个群里发布；另外 ${already} 个群今天已经发布过（每天最多一次）。`,
  noMemberGroups: "还没有关联的成员群。",
  invite: (station: string) => `想加入“${station}”吗？完全自愿：点下面的按钮，会打开和我的私聊，由您逐项决定。不加入也照样能看到这里的通知。`,
  joinButton: "了解并加入",
  alreadyJoined: (station: string) => `您已经加入“${station}”了。查看和修改用 /mydata。`,
};
