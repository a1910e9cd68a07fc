interface Gone {
  readonly checkIns: number;
  readonly replies: number;
  readonly votes: number;
  readonly consents: number;
  readonly roles: number;
  readonly requests: number;
}

const goneLines = ({ checkIns, replies, votes, consents, roles, requests }: Gone): string[] => [
  "· 化名、归属、您的设置",
  `· ${consents} 项同意`,
  checkIns > 0 ? `· ${checkIns} 条签到记录（活动只留人数）` : "· 签到记录（您没有）",
  ...(replies > 0 ? [`· ${replies} 条活动回复（名额已让出）`] : []),
  ...(votes > 0 ? [`· ${votes} 次记名投票`] : []),
  ...(requests > 0 ? [`· ${requests} 件诉求的文字（类别和日期留下，不再指向您）`] : []),
  ...(roles > 0 ? [`· ${roles} 项角色`] : []),
];

const stays = [
  "留下的，都不再指向您：",
  "· 活动的人数——它只是一个数",
  "· 您曾同意和撤回的证明，以密钥散列保存 3 年后删除——法律要求能证明征得过同意",
  "· 审计记录里写作“已删除的人”，3 年后删除——用来核对组织员做过什么",
  "· 备份最多再留 30 天，之后被覆盖",
  "这个聊天里的消息保存在 Telegram，请您自己删除。",
].join("\n");

export const erasure = {
  confirmLeave: (station: string) => [
    `要退出“${station}”吗？`,
    "",
    "会删除：您在这里的化名、归属、同意、签到记录（活动只留人数）、活动回复和记名投票，您占的名额会让出。您在这里的角色也随之结束。",
    "其他指导站不受影响。以后可以重新加入。",
  ].join("\n"),
  leaveButton: "退出",
  stayButton: "保持现状",
  stayed: "好的，什么都没有改变。",
  nowhere: "您没有加入任何指导站。",
  whichStation: "您要退出哪一个？",
  left: (station: string, gone: Gone, nothingLeft: boolean) => [
    `您已退出“${station}”。已经删除：`,
    ...goneLines(gone),
    "",
    nothingLeft
      ? "您没有加入其他指导站，所以您的编号和语言也一并删除了：我不再认得您。"
      : "您在其他指导站的内容没有改变。",
    "只有同意和撤回的证明以密钥散列保存 3 年，审计记录里不写姓名。",
  ].join("\n"),
  confirmErase: (stations: readonly string[], { checkIns, replies }: { checkIns: number; replies: number }) => [
    "要删除关于您的全部数据吗？",
    "",
    stations.length > 0 ? `涉及：${stations.join("、")}` : "您没有加入任何指导站，只会删除您的编号和语言。",
    checkIns > 0
      ? `会删除：您的编号、化名、归属、同意、设置和角色，以及 ${checkIns} 条签到记录（活动只留人数）。`
      : "会删除：您的编号、化名、归属、同意、设置和角色。您没有签到记录。",
    ...(replies > 0 ? [`您的 ${replies} 条活动回复也会删除，名额会让出。`] : []),
    "删除后无法恢复，但随时可以重新加入。这个按钮 15 分钟内有效。",
  ].join("\n"),
  warnLead: (stations: readonly string[]) =>
    `⚠️ 您是${stations.map((name) => `“${name}”`).join("、")}唯一的站长。删除后那里就没有站长了，今天起没有人能管理它。如果想先移交，请用 /role grant station_lead，再来删除。您也可以现在就删除。`,
  warnBodies: (bodies: readonly string[]) => `您在${bodies.map((name) => `“${name}”`).join("、")}的管理或查看权限也会删除。`,
  warnKeeper: (bodies: readonly string[]) =>
    `⚠️ 您是${bodies.map((name) => `“${name}”`).join("、")}唯一的管理人。如果想先移交，请用 /scope 链接 管理人，再来删除。您也可以现在就删除。`,
  eraseButton: "删除我的全部数据",
  erased: (stations: readonly string[], gone: Gone) => [
    stations.length > 0 ? `已经删除（${stations.join("、")}）：` : "已经删除：",
    "· 您的 Telegram 编号和语言",
    ...goneLines(gone),
  ].join("\n"),
  leaderless: (stations: readonly string[]) => `${stations.map((name) => `“${name}”`).join("、")}现在没有站长。`,
  bodies: (bodies: readonly string[]) => `管理或查看的权限也已删除：${bodies.map((name) => `“${name}”`).join("、")}。`,
  keeperless: (bodies: readonly string[]) => `${bodies.map((name) => `“${name}”`).join("、")}现在没有管理人。`,
  stays,
  nothing: "没有任何关于您的数据。",
  tooOld: "这个确认已超过 15 分钟，什么都没有删除。要继续，请重新发一次命令。",
  refusals: {
    notThere: "您没有加入这个指导站，没有什么要删除。",
    lastLead: "您是这里唯一的站长。请先用 /role grant station_lead 请一位站长接手，再退出。如果只想删除您自己的数据，/forgetme 随时可用。",
  },
};
