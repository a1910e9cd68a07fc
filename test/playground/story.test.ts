import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";
import { en } from "../../src/i18n/en.ts";
import type { Messages } from "../../src/i18n/messages.ts";
import { zhCN } from "../../src/i18n/zh-CN.ts";
import { chromiumPath, withChromium } from "../setup/needs.ts";
import { launch, openWindow, phone, picture } from "./browser.ts";
import { createHome, type Home, type Running } from "./opening.ts";

let home: Home;
let playground: Running;
let browser: Browser;

beforeAll(async () => {
  if (chromiumPath === undefined) return;
  home = await createHome();
  playground = await home.start();
  browser = await launch();
}, 120_000);
afterAll(async () => {
  if (chromiumPath === undefined) return;
  await browser.close();
  await playground.stop();
  await home.clear();
});

const TITLE = "参观社区花园";
const LINE = `/announce 主题党日：${TITLE} | 周四 15:00-17:00 | 社区中心 | 名额 10`;
/** In the order in which they answer; the last ones find it full. */
const EAST = ["王芳", "李强", "赵敏", "孙浩然", "欧阳静怡"];
const CAMPUS = ["Grace", "刘洋", "黄小米", "Ben", "张悦"];
const NEWCOMERS = ["黄小米", "Ben", "张悦", "陈立新", "吴桂芳"];
const LATE = ["陈立新", "吴桂芳"];

/** The words of a button, in whichever language the person reads. */
function said(words: (t: Messages) => string): RegExp {
  const escaped = [zhCN, en].map((t) => words(t).replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^(?:${escaped.join("|")})`);
}

const WINNER = said((t) => t.result.announce(""));
const GOING = said((t) => t.post.button.going);

/** Turns the clock as a visitor does, and waits until it has been turned. */
async function turns(page: Page, button: number, times = 1): Promise<void> {
  const time = page.locator(".clock-time");
  for (let turn = 0; turn < times; turn += 1) {
    const before = await time.getAttribute("datetime");
    await page.locator(".turn").nth(button).click();
    await expect.poll(async () => Date.parse(await time.getAttribute("datetime") ?? "") - Date.parse(before ?? ""), { timeout: 120_000 }).toBeGreaterThanOrEqual(300_000);
    await expect.poll(() => page.locator(".turn").nth(button).isEnabled(), { timeout: 120_000 }).toBe(true);
  }
}

const [TEN_MINUTES, HOUR, DAY, MONDAY] = [0, 1, 2, 3];

/** Whoever has not joined is led to the private chat, answers what is asked there, and comes back to the activity. */
async function joins(page: Page): Promise<void> {
  const hand = phone(page);
  await hand.taps(said((t) => t.member.adult));
  for (const question of [1, 2, 3, 4]) {
    await hand.messages(`${question}/4`).waitFor();
    await hand.taps(said((t) => t.consent.yes));
  }
  await hand.taps(said((t) => t.member.toActivity));
  await hand.messages(TITLE).last().waitFor();
}

async function comes(page: Page, name: string, group: string): Promise<void> {
  const hand = phone(page);
  await hand.plays(name);
  await hand.opens(group);
  await hand.taps(GOING);
  if (NEWCOMERS.includes(name)) {
    await joins(page);
    await hand.taps(GOING);
  }
  await hand.toast(LATE.includes(name) ? /^(?:⏳)/u : /^✅/u).waitFor();
}

withChromium("a week of an organizer's life: an activity for three groups, a full list, an offer, a date poll, reminders, check-in and the summary", async () => {
  const { page, complaints, close } = await openWindow(browser, playground.url, { locale: "zh-CN" });
  // Turning by days lets the bot live through every half hour of them.
  page.setDefaultTimeout(120_000);
  const hand = phone(page);
  await turns(page, MONDAY);

  // Monday: announce, look, send, take back, send again.
  await hand.plays("周明远");
  await hand.opens("私聊");
  await hand.writes(LINE);
  await hand.messages("👁 预览：下面是 3 个群里将看到的内容。").waitFor();
  await picture(page, "01-preview");
  await hand.taps(zhCN.announce.button.send);
  await hand.messages("60 秒后发到 3 个群").waitFor();
  await picture(page, "02-sending");
  await hand.taps(zhCN.announce.button.undo);
  await hand.toast(zhCN.announce.takenBack).waitFor();
  await hand.taps(zhCN.announce.button.send);
  await hand.messages("60 秒后发到 3 个群").last().waitFor();
  await turns(page, TEN_MINUTES);
  await hand.opens("东街群");
  await hand.messages(TITLE).last().waitFor();
  await picture(page, "03-copy-in-a-group");

  // Twelve answers for ten places.
  for (const name of EAST) await comes(page, name, "东街群");
  for (const name of CAMPUS) await comes(page, name, "大学城群");
  for (const name of LATE) await comes(page, name, "东街群");
  await hand.opens("东街群");
  await hand.messages("👥 会来 10 人 · 名额已满 · 候补 2").waitFor();
  await picture(page, "04-full");

  // One cannot come after all; the first in line is asked and takes the place.
  await hand.plays("王芳");
  await hand.taps(zhCN.post.button.no);
  await hand.toast(zhCN.reply.toasts.takenBack).waitFor();
  await hand.plays("陈立新");
  await hand.opens("私聊");
  await hand.messages("轮到您").waitFor();
  await picture(page, "05-offer");
  await hand.taps(zhCN.waitlist.button.accept);
  await hand.messages("名额是您的了").waitFor();
  await hand.opens("东街群");
  await hand.messages("👥 会来 10 人 · 名额已满 · 候补 1").waitFor();

  // A date poll in the group; what most people choose becomes an activity.
  await hand.plays("周明远");
  await hand.opens("私聊");
  await hand.writes("/poll 下次什么时候去？ | 下周六 15:00-17:00 | 下周日 15:00-17:00 | 截止 周二 18:00");
  await hand.messages(zhCN.poll.preview.title).waitFor();
  await hand.taps(zhCN.poll.button.send);
  await turns(page, TEN_MINUTES);
  for (const name of ["李强", "赵敏"]) {
    await hand.plays(name);
    await hand.opens("东街群");
    await page.locator(".poll-choice").nth(1).click();
    await page.locator(".poll-mine").last().waitFor();
  }
  await picture(page, "06-poll");
  await turns(page, DAY);
  await turns(page, HOUR, 10);
  await hand.messages(zhCN.result.title("下次什么时候去？")).waitFor();
  await picture(page, "07-result");
  await hand.plays("周明远");
  await hand.opens("私聊");
  await hand.taps(WINNER);
  await hand.messages("👁 预览").last().waitFor();
  await picture(page, "08-draft-of-the-winner");
  await hand.taps(zhCN.announce.button.send);
  await turns(page, TEN_MINUTES);
  await hand.opens("东街群");
  await hand.messages("下次什么时候去").last().waitFor();

  // Wednesday: whoever comes is reminded in private and confirms; in the evening the group, once.
  await turns(page, HOUR, 17);
  await hand.plays("李强");
  await hand.opens("私聊");
  await hand.messages(zhCN.reminder.tomorrow(`主题党日：${TITLE}`)).waitFor();
  await picture(page, "09-the-day-before");
  await hand.taps(zhCN.reminder.button.confirm);
  await hand.messages(zhCN.reminder.says.confirmed).waitFor();
  await turns(page, HOUR, 6);
  await hand.opens("东街群");
  await hand.messages(zhCN.groupnote.tomorrow(`主题党日：${TITLE}`)).waitFor();
  await picture(page, "10-reminder-in-the-group");

  // Thursday: check-in opens by itself, people tap, the organizer counts those without a phone, and it closes.
  await turns(page, HOUR, 20);
  await turns(page, TEN_MINUTES, 3);
  for (const name of ["李强", "赵敏", "欧阳静怡"]) {
    await hand.plays(name);
    await hand.opens("东街群");
    await hand.taps(zhCN.attend.here);
    await hand.toast(said((t) => t.checkin.toasts.here)).waitFor();
  }
  await hand.plays("Grace");
  await hand.opens("大学城群");
  await hand.writes("/checkin");
  await hand.plays("李强");
  await hand.opens("东街群");
  await hand.messages("✅ 已签到 4 人").waitFor();
  await picture(page, "11-check-in");
  await hand.plays("周明远");
  await hand.opens("私聊");
  await hand.writes("/announce count 5");
  await hand.messages("5 人").last().waitFor();
  await picture(page, "12-head-count");
  await turns(page, HOUR, 3);
  await hand.messages(zhCN.conclusion.over(`主题党日：${TITLE}`)).waitFor();
  await picture(page, "13-summary");
  await hand.opens("东街群");
  await hand.messages(zhCN.post.held({ going: 10, came: 4, counted: 5 })).waitFor();
  await picture(page, "14-over");

  expect(complaints).toEqual([]);
  expect(await playground.act("errors")).toEqual([]);
  await close();
}, 900_000);
