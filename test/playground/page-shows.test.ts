import { readFile } from "node:fs/promises";
import { InputFile } from "grammy";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { digestPicture } from "../../src/features/chart/rules.ts";
import { messages } from "../../src/i18n/messages.ts";
import { drawPicture } from "../../src/picture/draw.ts";
import { GOLDEN_WEEK } from "../setup/golden-week.ts";
import { chromiumPath, withChromium } from "../setup/needs.ts";
import { openBotless } from "./botless.ts";
import { launch, openWindow, phone, picture } from "./browser.ts";

type Botless = Awaited<ReturnType<typeof openBotless>>;

let browser: Browser;
let stage: Botless;

const DAYS = [{ text: "周六上午" }, { text: "周六下午" }, { text: "周日上午，如果不下雨的话；下雨就改到周日下午" }];
const CAL = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n";
const TEST_MS = 60_000;

beforeAll(async () => {
  if (chromiumPath === undefined) return;
  stage = await openBotless();
  browser = await launch();
}, TEST_MS);
afterAll(async () => {
  if (chromiumPath === undefined) return;
  await browser.close();
  await stage.close();
});

/** A phone in somebody's hand, looking at the group. */
async function open(name: string, chat = "成员群", locale: "zh-CN" | "en-US" = "zh-CN") {
  const window = await openWindow(browser, stage.url, { locale });
  const hand = phone(window.page);
  await hand.plays(name);
  await hand.opens(chat);
  return { ...window, hand };
}

/** What sticks out of the screen or of its own box, or is too small to be hit. */
async function misfits(page: Page, selector: string): Promise<string[]> {
  return page.evaluate(`[...document.querySelectorAll(${JSON.stringify(selector)})].filter((one) => {
    const { left, right, height } = one.getBoundingClientRect();
    return left < 0 || right > innerWidth || height < 32 || one.scrollWidth > one.clientWidth;
  }).map((one) => one.textContent)`);
}

const isWithinScreen = (page: Page) => page.evaluate("document.documentElement.scrollWidth <= 390");
const shares = (box: Locator) => box.locator(".poll-share").allTextContents();

describe("a poll on a phone", () => {
  withChromium("shows choices until one has voted, then the shares, and takes a vote back", async () => {
    const { api, emulator, group } = stage;
    const sent = await api.sendPoll(group.id, "下周哪天方便？", DAYS);
    const { page, complaints, hand, close } = await open("王芳");
    const box = page.locator(".poll", { hasText: "下周哪天方便？" });
    await box.getByText("匿名投票").waitFor();
    expect(await box.locator(".poll-choice").count()).toBe(3);
    expect(await shares(box)).toEqual([]);
    expect(await misfits(page, ".poll-choice")).toEqual([]);
    await picture(page, "poll-anonymous");
    await box.locator(".poll-choice").nth(1).click();
    await box.locator(".poll-share").first().waitFor();
    expect(await shares(box)).toEqual(["0%", "100%", "0%"]);
    expect(await box.locator(".poll-option", { has: page.locator(".poll-mine") }).allTextContents()).toEqual([expect.stringContaining("周六下午")]);

    await hand.plays("Grace");
    await expect.poll(() => shares(box)).toEqual([]);
    await box.locator(".poll-choice").nth(0).click();
    await expect.poll(() => shares(box)).toEqual(["50%", "50%", "0%"]);
    expect(await box.textContent()).not.toContain("王芳");

    await box.getByRole("button", { name: "收回投票" }).click();
    await box.locator(".poll-choice").first().waitFor();
    expect(await box.locator(".poll-foot").textContent()).toBe("1 人已投票");
    expect(emulator.message({ chatId: group.id, id: sent.message_id }).poll?.total_voter_count).toBe(1);
    expect(complaints).toEqual([]);
    await close();
  }, TEST_MS);

  withChromium("with several answers waits for the vote to be cast, and named it says who chose what", async () => {
    const { api, emulator, group, grace } = stage;
    const sent = await api.sendPoll(group.id, "Which days?", DAYS, { is_anonymous: false, allows_multiple_answers: true });
    const { page, complaints, close } = await open("王芳", "成员群", "en-US");
    const box = page.locator(".poll", { hasText: "Which days?" });
    const cast = box.getByRole("button", { name: "Vote", exact: true });
    await box.getByText("Public poll").waitFor();
    expect(await cast.isDisabled()).toBe(true);
    await box.getByRole("checkbox").nth(0).click();
    await box.getByRole("checkbox").nth(1).click();
    await box.getByRole("checkbox").nth(1).click();
    await box.getByRole("checkbox").nth(2).click();
    emulator.vote(grace, { chatId: group.id, id: sent.message_id }, [2]);
    await box.getByText("1 person voted").waitFor();
    expect(await box.getByRole("checkbox", { checked: true }).count()).toBe(2);
    await cast.click();
    await expect.poll(() => shares(box)).toEqual(["50%", "0%", "100%"]);
    expect(await box.locator(".poll-who").allTextContents()).toEqual(["王芳", "Grace Miller, 王芳"]);
    expect(await isWithinScreen(page)).toBe(true);
    await picture(page, "poll-named");
    expect(complaints).toEqual([]);
    await close();
  }, TEST_MS);

  withChromium("that is closed shows everybody what came of it and takes no more", async () => {
    const { api, emulator, group, wang, ben } = stage;
    const sent = await api.sendPoll(group.id, "去哪里？", DAYS.slice(0, 2));
    const poll = { chatId: group.id, id: sent.message_id };
    for (const person of [wang, ben]) emulator.vote(person, poll, [1]);
    const { page, complaints, close } = await open("Grace");
    const box = page.locator(".poll", { hasText: "去哪里？" });
    await box.locator(".poll-choice").first().waitFor();
    await api.stopPoll(group.id, sent.message_id);
    await box.getByText("最终结果").waitFor();
    expect(await shares(box)).toEqual(["0%", "100%"]);
    expect(await box.locator("progress").evaluateAll((bars) => bars.map((bar) => (bar as unknown as { value: number }).value))).toEqual([0, 2]);
    expect(await box.locator("button").count()).toBe(0);
    await picture(page, "poll-closed");
    expect(complaints).toEqual([]);
    await close();
  }, TEST_MS);
});

describe("messages on a phone", () => {
  withChromium("eight rows of one to five buttons keep within the screen and their words within the buttons", async () => {
    const { api, group } = stage;
    const rows = [
      ["📣 发出去"], ["改时间", "改地点"], ["周一", "周二", "周三"], ["9:00", "14:00", "18:30", "19:00"], ["+1", "+2", "+3", "+4", "+5"],
      ["✅ Going", "🤔 Maybe", "Not going"], ["周六 28日", "周日 29日", "周一 30日", "周二 1日", "周三 2日"], ["Confirm", "Cancel", "Change", "Later", "Other"],
    ];
    const keyboard = rows.map((row, at) => row.map((text, index) => ({ text, callback_data: `x:${at}:${index}` })));
    await api.sendMessage(group.id, "选吧", { reply_markup: { inline_keyboard: keyboard } });
    for (const locale of ["zh-CN", "en-US"] as const) {
      const { page, complaints, close } = await open("王芳", "成员群", locale);
      await page.locator(".key", { hasText: "Other" }).waitFor();
      expect(await page.locator(".key").count()).toBe(rows.flat().length);
      expect(await misfits(page, ".key")).toEqual([]);
      expect(await isWithinScreen(page)).toBe(true);
      await picture(page, `keyboard-${locale}`);
      expect(complaints).toEqual([]);
      await close();
    }
  }, TEST_MS);

  withChromium("an answer to a message quotes it, and leads back to it", async () => {
    const { api, emulator, group, ben } = stage;
    const said = emulator.say(ben, group, "周六有谁来？");
    for (let line = 0; line < 20; line += 1) emulator.say(ben, group, `第 ${line} 句`);
    await api.sendMessage(group.id, "明天上午见", { reply_parameters: { message_id: said.id } });
    const poll = await api.sendPoll(group.id, "还来吗？", DAYS.slice(0, 2));
    await api.sendMessage(group.id, "结果在这里", { reply_parameters: { message_id: poll.message_id } });
    const { page, complaints, hand, close } = await open("王芳");
    expect(await hand.messages("结果在这里").locator(".quote").textContent()).toBe("Muster📊 还来吗？");
    const quote = hand.messages("明天上午见").locator(".quote");
    expect(await quote.textContent()).toBe("Ben周六有谁来？");
    await quote.click();
    await page.locator(".message.found", { hasText: "周六有谁来？" }).waitFor();
    await expect.poll(() => page.locator(".message.found").first().evaluate((one) => {
      const { top, bottom } = (one as unknown as { getBoundingClientRect(): { top: number; bottom: number } }).getBoundingClientRect();
      return top > 0 && bottom < 844;
    })).toBe(true);
    expect(complaints).toEqual([]);
    await close();
  }, TEST_MS);

  withChromium("a calendar file in private has its name and can be saved under it", async () => {
    const { api, emulator, wang } = stage;
    emulator.start(wang);
    const name = "2026-11-28 主题党日：走访市场.ics";
    await api.sendDocument(wang.id, new InputFile(Buffer.from(CAL), name), { caption: "点开就能加进日历" });
    const { page, complaints, hand, close } = await open("王芳", "私聊");
    const file = hand.messages("点开就能加进日历").locator(".file");
    expect(await file.textContent()).toContain(name);
    expect(await misfits(page, ".file")).toEqual([]);
    await picture(page, "calendar-file");
    const [download] = await Promise.all([page.waitForEvent("download"), file.click()]);
    expect(download.suggestedFilename()).toBe(name);
    expect(await readFile(await download.path(), "utf8")).toBe(CAL);
    expect(complaints).toEqual([]);
    await close();
  }, TEST_MS);

  withChromium("the week's picture keeps within the screen, with its caption below, and opens at its full size", async () => {
    const { api, group } = stage;
    const bytes = await drawPicture(digestPicture(messages("zh-CN"), "zh-CN", GOLDEN_WEEK));
    await api.sendPhoto(group.id, new InputFile(bytes, "muster.png"), { caption: "📊 覆盖周报：组织覆盖 5/12 = 41.67%" });
    const { page, complaints, hand, close } = await open("王芳");
    const photo = hand.messages("覆盖周报").locator(".photo");
    await expect.poll(() => photo.evaluate((one) => (one as unknown as { naturalWidth: number }).naturalWidth)).toBe(1080);
    expect((await photo.boundingBox())?.width).toBeGreaterThan(240);
    expect(await isWithinScreen(page)).toBe(true);
    await photo.scrollIntoViewIfNeeded();
    await picture(page, "digest-picture");
    const [opened] = await Promise.all([page.context().waitForEvent("page"), photo.click()]);
    await opened.waitForLoadState();
    expect(opened.url()).toContain("/emulator/files/");
    expect(complaints).toEqual([]);
    await close();
  }, TEST_MS);

  withChromium("what is posted in a topic is found there, and its poll is voted on there", async () => {
    const { api, emulator, lead } = stage;
    const forum = emulator.addGroup({ title: "示例指导站·话题群", owner: lead, members: [stage.wang], quietly: true });
    const plans = emulator.addTopic(forum, "活动");
    const talk = emulator.addTopic(forum, "闲聊");
    await api.sendMessage(forum.id, "📣 主题党日", { message_thread_id: plans });
    await api.sendPoll(forum.id, "几点？", DAYS.slice(0, 2), { message_thread_id: plans });
    await api.sendMessage(forum.id, "早上好", { message_thread_id: talk });
    const { page, complaints, hand, close } = await open("王芳", "话题群");
    await page.locator(".topic", { hasText: "活动" }).click();
    await hand.messages("主题党日").waitFor();
    expect(await hand.messages("早上好").count()).toBe(0);
    expect(await page.locator(".quote").count()).toBe(0);
    await page.locator(".poll-choice").first().click();
    await page.locator(".poll-share").first().waitFor();
    await page.locator(".topic", { hasText: "闲聊" }).click();
    await hand.messages("早上好").waitFor();
    await page.locator(".back").click();
    expect(await page.locator(".chat-row", { hasText: "话题群" }).textContent()).toContain("早上好");
    expect(complaints).toEqual([]);
    await close();
  }, TEST_MS);
});
