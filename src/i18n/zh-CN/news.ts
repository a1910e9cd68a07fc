export const news = {
  time: (title: string, when: string, before: string) => `🕒 “${title}”改期了\n原来：${before}\n改为：${when}\n您之前答复过。时间不合适也没关系，点一下就好。`,
  place: (title: string, when: string, place: string, before: string | null) =>
    `📍 “${title}”换地点了\n${before === null ? "" : `原来：${before}\n`}改为：${place}\n🗓 ${when}`,
  cancelled: (title: string, when: string, reason: string | null) => `❌ “${title}”取消了${reason === null ? "" : `：${reason}`}\n原定：${when}`,
  offer: (until: string) => `给您留的名额保留到 ${until}。`,
  button: {
    stillGoing: "✅ 我会来",
    notGoing: "✖️ 来不了",
  },
};
