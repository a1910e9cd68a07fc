interface Report {
  readonly title: string;
  readonly made: number;
  readonly accepted: number;
  readonly lapsed: number;
  readonly waiting: number;
}

export const waitlist = {
  offer: (title: string, when: string, until: string) => `🎉 “${title}”有名额了，轮到您！\n🗓 ${when}\n请在 ${until} 前答复；过时会问下一位。`,
  accepted: (title: string, when: string) => `✅ “${title}”的名额是您的了。\n🗓 ${when}\n到时见！`,
  declined: (title: string) => `好的，“${title}”的名额让给下一位了。谢谢告诉我们。`,
  lapsed: (title: string) => `“${title}”留给您的名额过了答复时间，已经让出。没有关系，想来可以再报一次。`,
  report: ({ title, made, accepted, lapsed, waiting }: Report) =>
    `⏳ “${title}”候补情况：共问过 ${made} 位，${accepted} 位接受，${lapsed} 位超时；还有 ${waiting} 位在等。`,
  button: { accept: "✅ 要这个名额", decline: "✖️ 让给下一位", again: "再报一次" },
  refusals: { offerGone: "这个名额已经不在了，或您已经答复过。" },
};
