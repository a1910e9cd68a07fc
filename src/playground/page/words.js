const zh = {
  title: "Muster 演练场",
  parts: { lead: "站长", organizer: "组织员", instructor: "指导员", member: "成员", stranger: "路人" },
  people: "您现在是谁", chats: "会话", bot: "机器人", privateChat: "Muster（私聊）", back: "返回",
  peopleCount: (n) => `${n} 人`, general: "常规", pickChat: "请选一个会话。", noMessages: "还没有消息",
  asWho: (name, part) => `您是${name}（${part}）`, notHere: (name) => `${name}不在这个群里。`, startButton: "开始", startHint: "还没有和机器人说过话，请点下面的“开始”。",
  write: "写消息，或输入 / 看命令", send: "发送", attach: "上传文件", anonymous: "以群的名义发言（匿名管理员）", reply: "回复", cancelReply: "不回复了",
  replyingTo: (name) => `回复 ${name}`, commands: "命令", edited: "已编辑", deleted: "已删除的消息", comma: "、", saveFile: "保存",
  voters: (n) => (n === 0 ? "还没有人投票" : `${n} 人已投票`), pollClosed: "最终结果", pollAnonymous: "匿名投票", pollNamed: "公开投票", yourVote: "您的选择",
  castVote: "投票", retract: "收回投票", pollUntil: (when) => `${when} 结束`,
  clock: "演练场的时间", turn: "把时钟往前拨", tenMinutes: "+10 分钟", hour: "+1 小时", day: "+1 天", monday: "周一 9:00", menu: "更多",
  language: "English", afresh: "重新开始…", hint: "怎么玩",
  afreshAsk: "所有聊天和数据都会清空，演示站重新布置，时钟回到现在。要继续吗？", afreshYes: "重新开始", cancel: "取消", ok: "好",
  elsewhere: (url) => `在真的 Telegram 里会打开：${url}`, working: "请稍候…", lost: "连接断开了，正在重连…", failed: "没有成功：", unread: "有新消息", copied: "已复制",
  hintTitle: "试一试",
  hintText: "这里没有真的 Telegram：机器人是真的，群和人是演示用的，什么都不会发到外面。",
  hintSteps: [
    "以站长周明远的身份，在私聊里发送 /announce 参观花园 | 周六 15:00-17:00 | 社区中心 | 名额 10，看预览，再点“发送”，把时钟拨 10 分钟。",
    "换成王芳、李强等成员，在东街群里点“✅ 我会来”；刘洋之后的三位成员还没加入，也可以试试。",
    "把时钟拨到活动那天：提醒、签到、总结会自己来。想当场签到，就在组织员群里发送 /rollcall 晚间值班 2小时。",
    "看台账：站长在私聊里发送 /units、/survey 大学城、/assign U07 或 /suggest；陈立新、吴桂芳是指导员，发送 /myunits。",
  ],
  hintClose: "知道了",
  service: {
    joined: (who) => `${who} 加入了群`, left: (who) => `${who} 离开了群`, renamed: (title) => `群名改为“${title}”`,
    topic: (name) => `新话题“${name}”`, topicClosed: "话题已关闭", topicReopened: "话题已重新打开", created: "群已建立", upgraded: "已升级为超级群",
  },
  weekdays: ["日", "一", "二", "三", "四", "五", "六"],
  months: ["1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月", "11月", "12月"],
};

/** @type {typeof zh} */
const en = {
  title: "Muster playground",
  parts: { lead: "Station lead", organizer: "Organizer", instructor: "Instructor", member: "Member", stranger: "Stranger" },
  people: "Who you are", chats: "Chats", bot: "bot", privateChat: "Muster (private)", back: "Back",
  peopleCount: (n) => `${n} people`, general: "General", pickChat: "Pick a chat.", noMessages: "No messages yet",
  asWho: (name, part) => `You are ${name} (${part.toLowerCase()})`, notHere: (name) => `${name} is not in this group.`, startButton: "Start", startHint: "Nothing has been said to the bot yet. Tap Start below.",
  write: "Message or /command", send: "Send", attach: "Upload a file", anonymous: "Speak in the group's name (anonymous admin)", reply: "Reply", cancelReply: "Do not reply",
  replyingTo: (name) => `Reply to ${name}`, commands: "Commands", edited: "edited", deleted: "Deleted message", comma: ", ", saveFile: "save",
  voters: (n) => (n === 0 ? "no votes yet" : `${n} ${n === 1 ? "person" : "people"} voted`), pollClosed: "Final results", pollAnonymous: "Anonymous poll", pollNamed: "Public poll", yourVote: "your vote",
  castVote: "Vote", retract: "Retract vote", pollUntil: (when) => `ends ${when}`,
  clock: "The playground's time", turn: "Turn the clock on", tenMinutes: "+10 min", hour: "+1 hour", day: "+1 day", monday: "Mon 9:00", menu: "More",
  language: "中文", afresh: "Start afresh…", hint: "How to play",
  afreshAsk: "All chats and data will be emptied, the demo station is set up again, and the clock goes back to now. Go on?", afreshYes: "Start afresh", cancel: "Cancel", ok: "OK",
  elsewhere: (url) => `In the real Telegram this opens ${url}`, working: "One moment…", lost: "The connection was lost; trying again…", failed: "That did not work: ", unread: "new messages", copied: "Copied",
  hintTitle: "Try it",
  hintText: "There is no real Telegram here: the bot is real, the groups and people are a demonstration, and nothing leaves this machine.",
  hintSteps: [
    "The demo station speaks Chinese. As its lead, 周明远, send /station lang en and then /lang in the chat “Muster (private)”. Leave this out if you read Chinese.",
    "There as the lead, send /announce Garden visit | Sat 3-5pm | Community centre | places 10, look at the preview, tap Send, and turn the clock by 10 minutes.",
    "Become members such as 王芳 in the group 东街群 or Grace in 大学城群, and tap “✅ I'm going”. The three after 刘洋 have not joined yet: try them too.",
    "Turn the clock to the day itself: reminders, check-in and summary come on their own. To count who is there right now, send /rollcall Evening shift for 2h in the organizers' group (组织员群).",
    "For the register, as the lead in private: /units, /survey 大学城, /assign U07 or /suggest. 陈立新 and 吴桂芳 are instructors: send /myunits as one of them.",
  ],
  hintClose: "Got it",
  service: {
    joined: (who) => `${who} joined the group`, left: (who) => `${who} left the group`, renamed: (title) => `The group is now called “${title}”`,
    topic: (name) => `New topic “${name}”`, topicClosed: "The topic was closed", topicReopened: "The topic was reopened", created: "The group was created", upgraded: "Now a supergroup",
  },
  weekdays: ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"],
  months: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
};

const KEY = "muster.language";
let language = localStorage.getItem(KEY) ?? (navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en");

export let t = language === "zh" ? zh : en;
export const isChinese = () => language === "zh";

export function applyLanguage() {
  document.documentElement.lang = isChinese() ? "zh-CN" : "en";
  document.title = t.title;
}

export function switchLanguage() {
  language = isChinese() ? "en" : "zh";
  t = isChinese() ? zh : en;
  localStorage.setItem(KEY, language);
  applyLanguage();
}
