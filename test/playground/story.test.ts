import type { Page } from "playwright-core";
import { expect } from "vitest";
import { en } from "../../src/i18n/en.ts";
import type { Messages } from "../../src/i18n/messages.ts";
import { zhCN } from "../../src/i18n/zh-CN.ts";
import { withChromium } from "../setup/needs.ts";
import { phone, picture } from "./browser.ts";
import { DAY, HOUR, MONDAY, said, speaksEnglish, TEN_MINUTES, turns, useTelling } from "./telling.ts";

const telling = useTelling();

interface Words {
  /** What the group and the lead read. */
  readonly t: Messages;
  readonly locale: "zh-CN" | "en-US";
  readonly privateChat: string;
  readonly title: string;
  readonly line: string;
  readonly question: string;
  readonly poll: string;
  readonly full: (waiting: number) => string;
  /** Who is reminded, in their own language, and in which group they are. */
  readonly reminded: { readonly name: string; readonly group: string; readonly t: Messages };
}

const CHINESE: Words = {
  t: zhCN, locale: "zh-CN", privateChat: "私聊", title: "主题党日：参观社区花园",
  line: "/announce 主题党日：参观社区花园 | 周四 15:00-17:00 | 社区中心 | 名额 10",
  question: "下次什么时候去？", poll: "/poll 下次什么时候去？ | 下周六 15:00-17:00 | 下周日 15:00-17:00 | 截止 周二 18:00",
  full: (waiting) => `👥 会来 10 人 · 名额已满 · 候补 ${waiting}`,
  reminded: { name: "李强", group: "东街群", t: zhCN },
};
const ENGLISH: Words = {
  t: en, locale: "en-US", privateChat: "Muster (private)", title: "A look at the community garden",
  line: "/announce A look at the community garden | Thu 3-5pm | Community centre | places 10",
  question: "When shall we go again?", poll: "/poll When shall we go again? | Sat next week 3-5pm | Sun next week 3-5pm | until Tue 6pm",
  full: (waiting) => `👥 10 going · full · ${waiting} waiting`,
  reminded: { name: "Grace", group: "大学城群", t: en },
};

/** In the order in which they answer; the last ones find it full. */
const EAST = ["王芳", "李强", "赵敏", "孙浩然", "欧阳静怡"];
const CAMPUS = ["Grace", "刘洋", "黄小米", "Ben", "张悦"];
const NEWCOMERS = ["黄小米", "Ben", "张悦", "陈立新", "吴桂芳"];
const LATE = ["陈立新", "吴桂芳"];

const WINNER = said((t) => t.result.announce(""));
const NOT_GOING = said((t) => t.post.button.no);
const GOING = said((t) => t.post.button.going);

/** Whoever has not joined is led to the private chat, answers what is asked there, and comes back to the activity. */
async function joins(page: Page, title: string): Promise<void> {
  const hand = phone(page);
  await hand.taps(said((t) => t.member.adult));
  for (const question of [1, 2, 3, 4]) {
    await hand.messages(`${question}/4`).waitFor();
    await hand.taps(said((t) => t.consent.yes));
  }
  await hand.taps(said((t) => t.member.toActivity));
  await hand.messages(title).last().waitFor();
}

async function comes(page: Page, name: string, group: string, title: string): Promise<void> {
  const hand = phone(page);
  await hand.plays(name);
  await hand.opens(group);
  await hand.taps(GOING);
  if (NEWCOMERS.includes(name)) {
    await joins(page, title);
    await hand.taps(GOING);
  }
  await hand.toast(LATE.includes(name) ? /^(?:⏳)/u : /^✅/u).waitFor();
}

/** Announce with preview and Undo, a full list, an offer, a date poll, reminders, check-in and the summary. */
async function tellWeek({ t, title, reminded, ...words }: Words): Promise<void> {
  const { page, complaints, close } = await telling.opens(words.locale);
  // Turning by days lets the bot live through every half hour of them.
  page.setDefaultTimeout(120_000);
  const look = (name: string) => picture(page, `${words.locale}-${name}`);
  const hand = phone(page);
  await turns(page, MONDAY);

  // Monday: announce, look, send, take back, send again.
  await hand.plays("周明远");
  await hand.opens(words.privateChat);
  if (t === en) await speaksEnglish(page);
  await hand.writes(words.line);
  await hand.messages(t.announce.preview.head(3)).waitFor();
  await look("01-preview");
  await hand.taps(t.announce.button.send);
  await hand.messages(t.announce.sent.soon(title, 3).split("\n")[0] ?? "").waitFor();
  await look("02-sending");
  await hand.taps(t.announce.button.undo);
  await hand.toast(t.announce.takenBack).waitFor();
  await hand.taps(t.announce.button.send);
  await hand.messages(t.announce.sent.soon(title, 3).split("\n")[0] ?? "").last().waitFor();
  await turns(page, TEN_MINUTES);
  await hand.opens("东街群");
  await hand.messages(title).last().waitFor();
  await look("03-copy-in-a-group");

  // Twelve answers for ten places.
  for (const name of EAST) await comes(page, name, "东街群", title);
  for (const name of CAMPUS) await comes(page, name, "大学城群", title);
  for (const name of LATE) await comes(page, name, "东街群", title);
  await hand.opens("东街群");
  await hand.messages(words.full(2)).waitFor();
  await look("04-full");

  // One cannot come after all; the first in line is asked and takes the place.
  await hand.plays("王芳");
  await hand.taps(NOT_GOING);
  await hand.toast(t.reply.toasts.takenBack).waitFor();
  await hand.plays("陈立新");
  await hand.opens(words.privateChat);
  await hand.messages("轮到您").waitFor();
  await look("05-offer");
  await hand.taps(zhCN.waitlist.button.accept);
  await hand.messages("名额是您的了").waitFor();
  await hand.opens("东街群");
  await hand.messages(words.full(1)).waitFor();

  // A date poll in the group; what most people choose becomes an activity.
  await hand.plays("周明远");
  await hand.opens(words.privateChat);
  await hand.writes(words.poll);
  await hand.messages(t.poll.preview.title).waitFor();
  await hand.taps(t.poll.button.send);
  await turns(page, TEN_MINUTES);
  for (const name of ["李强", "赵敏"]) {
    await hand.plays(name);
    await hand.opens("东街群");
    // The demonstration may have a poll of its own open still.
    const poll = hand.messages(words.question).last();
    await poll.locator(".poll-choice").nth(1).click();
    await poll.locator(".poll-mine").waitFor();
  }
  await look("06-poll");
  await turns(page, DAY);
  await turns(page, HOUR, 10);
  await hand.messages(t.result.title(words.question)).waitFor();
  await look("07-result");
  await hand.plays("周明远");
  await hand.opens(words.privateChat);
  await hand.taps(WINNER);
  await hand.messages("👁").last().waitFor();
  await look("08-draft-of-the-winner");
  await hand.taps(t.announce.button.send);
  await turns(page, TEN_MINUTES);
  await hand.opens("东街群");
  await hand.messages(`📣 ${words.question.replace(/[？?]$/u, "")}`).last().waitFor();

  // Wednesday: whoever comes is reminded in private and confirms; in the evening the group, once.
  await turns(page, HOUR, 17);
  await hand.plays(reminded.name);
  await hand.opens(words.privateChat);
  await hand.messages(reminded.t.reminder.tomorrow(title)).waitFor();
  await look("09-the-day-before");
  await hand.taps(reminded.t.reminder.button.confirm);
  await hand.messages(reminded.t.reminder.says.confirmed).waitFor();
  await turns(page, HOUR, 6);
  await hand.opens(reminded.group);
  await hand.messages(t.groupnote.tomorrow(title)).waitFor();
  await look("10-reminder-in-the-group");

  // Thursday: check-in opens by itself, people tap, the organizer counts those without a phone, and it closes.
  await turns(page, HOUR, 20);
  await turns(page, TEN_MINUTES, 3);
  for (const name of ["李强", "赵敏", "欧阳静怡"]) {
    await hand.plays(name);
    await hand.opens("东街群");
    await hand.taps(t.attend.here);
    await hand.toast(said((t) => t.checkin.toasts.here)).waitFor();
  }
  await hand.plays("Grace");
  await hand.opens("大学城群");
  await hand.writes("/checkin");
  await hand.plays("李强");
  await hand.opens("东街群");
  await hand.messages(t.attend.came({ came: 4, counted: 0, until: "" }).split("\n")[0] ?? "").waitFor();
  await look("11-check-in");
  await hand.plays("周明远");
  await hand.opens(words.privateChat);
  await hand.writes("/announce count 5");
  await hand.messages(t.headcount.state({ title, came: 4, counted: 5 })).last().waitFor();
  await look("12-head-count");
  await turns(page, HOUR, 3);
  await hand.messages(t.conclusion.over(title)).waitFor();
  await look("13-summary");
  await hand.opens("东街群");
  await hand.messages(t.post.held({ going: 10, came: 4, counted: 5 })).waitFor();
  await look("14-over");

  expect(complaints).toEqual([]);
  expect(await telling.playground.act("errors")).toEqual([]);
  await close();
}

withChromium("a week of an organizer's life, told in Chinese", () => tellWeek(CHINESE), 900_000);

withChromium("the same week, told in English", () => tellWeek(ENGLISH), 900_000);
