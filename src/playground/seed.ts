import { JOIN_DATA } from "../features/member/rules.ts";
import type { Person } from "./emulator/state.ts";
import type { ChatMessage, ChatView } from "./emulator/views.ts";
import { bringIn, type Company } from "./people.ts";
import { enterRegister } from "./register.ts";
import { hasButton, type Stage } from "./stage.ts";

const SETUP = /^setup:/;
const ACCEPT = /^offer:accept:/;
const POST_LINK = /^reach:post:/;
const LINK_LINE = /\/setup \d+-\S+/;
const JOIN_LINK = /\?start=join-[\w-]+$/;
const BELONGING = /^consent:belong:/;
const SEND_ACTIVITY = /^announce:send:/;
const SEND_POLL = /^poll:send:/;
const GOING = /^reply:.*:going$/;
const MAYBE = /^reply:.*:maybe$/;

/** The week's activity, and the question which day is next; the days are relative, for nobody knows when somebody looks. */
const ACTIVITY = "/announce 主题党日：走访市场 | 后天 15:00-17:00 | 社区中心 | 名额 20 | 可带 2 人";
const DATE_POLL = "/poll 下周哪天去看望老同志？ | 下周二 | 下周四 | 下周六 | 到大后天18:00";

/** Each neighbourhood's group has its half of the members. */
const HALF = 5;
/** The rest have not joined, so that joining can be tried. */
const JOINED = 7;
const VOTERS = 5;
/** Everybody who joins agrees to the service and to attendance; reminders and the shown alias differ. */
const ANSWERS = ["ayyyy", "ayyyn", "ayyny", "ayynn"] as const;
const BELONGINGS = [/:home$/, /:home$/, /:floating$/, /:skip$/] as const;

interface Groups {
  readonly organizers: ChatView;
  /** The members' group, with topics, and one for each of two neighbourhoods. */
  readonly members: ChatView;
  readonly neighbourhoods: readonly ChatView[];
  readonly rollCallTopic: number;
}

function openGroups({ emulator }: Stage, { lead, organizer, instructors, members, stranger }: Company): Groups {
  const organizers = emulator.addGroup({ title: "示例指导站·组织员群", owner: lead, admins: [organizer], members: [...instructors], quietly: true });
  const group = emulator.addGroup({
    title: "示例指导站·成员群", owner: lead, admins: [organizer], members: [...instructors, ...members], quietly: true,
  });
  const rollCallTopic = emulator.addTopic(group, "签到");
  emulator.addTopic(group, "闲聊");
  const [east = [], campus = []] = [members.slice(0, HALF), members.slice(HALF)];
  const neighbourhoods = [
    emulator.addGroup({ title: "示例指导站·东街群", owner: lead, admins: [organizer], members: [...instructors, ...east], quietly: true }),
    emulator.addGroup({ title: "示例指导站·大学城群", owner: lead, admins: [organizer], members: [...instructors, ...campus], quietly: true }),
  ];
  emulator.addGroup({ title: "城西夜市联络群", owner: lead, admins: [organizer], members: [...members, stranger] });
  return { organizers, members: emulator.chat(group), neighbourhoods, rollCallTopic };
}

/** Links a further group by the line that the bot tells the lead in private. */
async function link(stage: Stage, lead: Person, group: ChatView, where: { threadId?: number }): Promise<void> {
  await stage.says(lead, lead, "/chat link");
  const line = LINK_LINE.exec(stage.finds(lead, ({ text }) => LINK_LINE.test(text))?.text ?? "")?.[0];
  if (line === undefined) throw new Error("the bot told no line that links a group");
  await stage.says(lead, group, line, where);
  await stage.presses(lead, group, SETUP);
}

/** The station, from the lead's own commands: set up in one group, the others linked by a code each. */
async function setUp(stage: Stage, { lead }: Company, groups: Groups): Promise<void> {
  await stage.starts(lead);
  await stage.says(lead, groups.organizers, "/setup 示例指导站");
  await stage.presses(lead, groups.organizers, SETUP);
  await link(stage, lead, groups.members, { threadId: groups.rollCallTopic });
  for (const group of groups.neighbourhoods) await link(stage, lead, group, {});
}

async function grant(stage: Stage, lead: Person, chat: ChatView, role: string, to: Person, words: string): Promise<void> {
  await stage.starts(to);
  const hello = await stage.says(to, chat, words);
  await stage.says(lead, chat, `/role grant ${role}`, { replyTo: hello });
  await stage.presses(to, chat, ACCEPT);
}

async function grantRoles(stage: Stage, { lead, organizer, instructors }: Company, { organizers }: Groups): Promise<void> {
  await grant(stage, lead, organizers, "organizer", organizer, "大家好，我来负责签到。");
  for (const [at, instructor] of instructors.entries()) {
    await grant(stage, lead, organizers, "instructor", instructor, at === 0 ? "收到，本周我去夜市。" : "我负责东街。");
  }
}

/** Taps through the questions, each time the button that leads on to `answers`. */
async function answerQuestions(stage: Stage, person: Person, answers: string): Promise<void> {
  for (let given = 1; given <= answers.length; given += 1) {
    const soFar = answers.slice(0, given);
    await stage.presses(person, person, new RegExp(`^join:.*:${soFar}$`));
  }
}

async function joinBy(stage: Stage, person: Person, link: ChatMessage, at: number): Promise<void> {
  await stage.taps(person, link, JOIN_LINK);
  const asked = stage.finds(person, (message) => hasButton(message, JOIN_DATA));
  if (!asked) throw new Error("the link did not lead to joining");
  await answerQuestions(stage, person, ANSWERS[at % ANSWERS.length] ?? "ayyyy");
  const belonging = BELONGINGS[at % BELONGINGS.length] ?? /:skip$/;
  await stage.presses(person, person, new RegExp(`${BELONGING.source}.*${belonging.source}`));
}

/** The lead has the link posted, and most members join by it. */
async function join(stage: Stage, { lead, members }: Company, groups: Groups): Promise<void> {
  await stage.says(lead, lead, "/reach");
  await stage.presses(lead, lead, POST_LINK);
  await stage.settles();
  const link = stage.finds(groups.members, (message) => hasButton(message, JOIN_LINK));
  if (!link) throw new Error("the bot posted no link to join by");
  for (const [at, member] of members.slice(0, JOINED).entries()) await joinBy(stage, member, link, at);
}

/** Sends what the organizer has put together in private, and waits until the groups have it. */
async function sendOut(stage: Stage, organizer: Person, line: string, button: RegExp): Promise<void> {
  await stage.says(organizer, organizer, line);
  await stage.presses(organizer, organizer, button);
  await stage.settles();
}

/** An activity is announced in the three members' groups, and the first reply. */
async function announce(stage: Stage, { organizer, members }: Company, groups: Groups): Promise<void> {
  await sendOut(stage, organizer, ACTIVITY, SEND_ACTIVITY);
  const [east = groups.members] = groups.neighbourhoods;
  const replies = [[groups.members, GOING], [east, GOING], [groups.members, MAYBE], [east, GOING]] as const;
  for (const [at, [group, answer]] of replies.entries()) {
    const member = members[at];
    if (member) await stage.presses(member, group, answer);
  }
}

/** Which day suits? Anybody in the group may vote, whether they have joined or not. */
async function askForDay(stage: Stage, { organizer, members }: Company, groups: Groups): Promise<void> {
  await sendOut(stage, organizer, DATE_POLL, SEND_POLL);
  const asked = stage.finds(groups.members, ({ poll }) => poll !== undefined);
  if (!asked) throw new Error("the bot posted no poll");
  for (const [at, member] of members.slice(0, VOTERS).entries()) await stage.votes(member, asked, [asked.poll?.options[at % 2]?.text ?? ""]);
}

/** Plays what happened before somebody looks: a station with its groups, roles, members and a week, all by the real commands. */
export async function seed(stage: Stage): Promise<void> {
  const company = bringIn(stage.emulator);
  const groups = openGroups(stage, company);
  await setUp(stage, company, groups);
  await grantRoles(stage, company, groups);
  await join(stage, company, groups);
  await announce(stage, company, groups);
  await askForDay(stage, company, groups);
  await enterRegister(stage, company);
  await stage.settles();
}
