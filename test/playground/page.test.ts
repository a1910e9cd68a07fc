import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { en } from "../../src/i18n/en.ts";
import type { Messages } from "../../src/i18n/messages.ts";
import { zhCN } from "../../src/i18n/zh-CN.ts";
import { chromiumPath, withChromium } from "../setup/needs.ts";
import { launch, openWindow, phone } from "./browser.ts";
import { createHome, type Home, type Running } from "./opening.ts";

let home: Home;
let playground: Running;
let browser: Browser;

const START_MS = 120_000;
/** On a Monday the digest would come with a picture of its own. */
const WEDNESDAY = new Date("2026-11-25T02:00:00Z");
const MEMBERS = ["王芳", "李强", "赵敏", "孙浩然", "欧阳静怡", "Grace", "刘洋", "黄小米", "Ben", "张悦"];
const FRESH_GROUP = "城西夜市联络群";

beforeAll(async () => {
  if (chromiumPath === undefined) return;
  home = await createHome();
  playground = await home.start({}, WEDNESDAY);
  browser = await launch();
}, START_MS);
afterAll(async () => {
  if (chromiumPath === undefined) return;
  await browser.close();
  await playground.stop();
  await home.clear();
});

/** The words of a button, in whichever language the person reads. */
function said(words: (t: Messages) => string): RegExp {
  const escaped = [zhCN, en].map((t) => words(t).replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^(?:${escaped.join("|")})`);
}

async function isWithinScreen(page: Page): Promise<boolean> {
  return page.evaluate("document.documentElement.scrollWidth <= innerWidth && document.body.scrollHeight <= innerHeight");
}

describe("the page", () => {
  withChromium("opens on a phone in Chinese, and says what to try", async () => {
    const { page, complaints, close } = await openWindow(browser, playground.url, { locale: "zh-CN" });
    await page.locator(".hint li").nth(2).waitFor();
    expect(await page.evaluate("document.documentElement.lang")).toBe("zh-CN");
    expect(await page.title()).toBe("Muster 演练场");
    expect(await isWithinScreen(page)).toBe(true);
    await page.locator(".hint button").click();
    await page.reload();
    await page.locator(".chat-row").first().waitFor();
    expect(await page.locator(".hint").isVisible()).toBe(false);
    expect(complaints).toEqual([]);
    await close();
  }, 60_000);

  withChromium("opens on a phone in English, and remembers a change of language", async () => {
    const { page, complaints, close } = await openWindow(browser, playground.url, { locale: "en-US" });
    expect(await page.title()).toBe("Muster playground");
    expect(await isWithinScreen(page)).toBe(true);
    await page.locator(".menu summary").click();
    await page.getByRole("button", { name: "中文" }).click();
    await page.locator(".turn", { hasText: "小时" }).waitFor();
    await page.reload();
    await page.locator(".turn", { hasText: "小时" }).waitFor();
    expect(complaints).toEqual([]);
    await close();
  }, 60_000);

  withChromium("is no wider than a phone in either language, with four ways to turn the clock, which is seen to run", async () => {
    for (const locale of ["zh-CN", "en-US"] as const) {
      const { page, complaints, close } = await openWindow(browser, playground.url, { locale });
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
      expect(await page.locator(".turn").count()).toBe(4);
      const edges = "[...document.querySelectorAll('.turn')].map((one) => one.getBoundingClientRect()).every(({ left, right, height }) => left >= 0 && right <= 390 && height >= 32)";
      expect(await page.evaluate(edges)).toBe(true);
      const before = await page.locator(".clock-time").getAttribute("datetime");
      await page.locator(".turn").first().click();
      await expect.poll(async () => Date.parse(await page.locator(".clock-time").getAttribute("datetime") ?? "") - Date.parse(before ?? "")).toBeGreaterThanOrEqual(600_000);
      expect(complaints).toEqual([]);
      await close();
    }
  }, 60_000);

  withChromium("shows three panes on a desktop, and the menu of what this person may do here", async () => {
    const { page, complaints, close } = await openWindow(browser, playground.url, { locale: "zh-CN", width: 1280, height: 800 });
    await page.locator(".message").first().waitFor();
    expect(await page.evaluate("[...document.querySelectorAll('.people, .chats, .chat')].filter((pane) => pane.clientWidth > 150).length")).toBe(3);
    await page.locator("#field").pressSequentially("/ro");
    await page.locator(".command").first().waitFor();
    expect(await page.locator(".command strong").allTextContents()).toEqual(["/rollcall", "/role"]);
    await page.keyboard.press("Tab");
    expect(await page.locator("#field").inputValue()).toBe("/rollcall ");
    expect(complaints).toEqual([]);
    await close();
  }, 60_000);

  withChromium("names everything that can be pressed, and shows what people typed as text and nothing else", async () => {
    const { page, complaints, close } = await openWindow(browser, playground.url, { locale: "zh-CN" });
    const hand = phone(page);
    await hand.plays("郑安");
    await hand.opens(FRESH_GROUP);
    await hand.writes("<img src=x onerror=alert(1)> <b>hi</b>");
    await hand.messages("<b>hi</b>").waitFor();
    const unnamed = "[...document.querySelectorAll('button, a, textarea, summary, input')].filter((one) => !one.getAttribute('aria-label') && !one.textContent.trim())";
    expect(await page.evaluate(`${unnamed}.map((one) => one.outerHTML)`)).toEqual([]);
    expect(complaints).toEqual([]);
    await close();
  }, 60_000);

  withChromium("takes a file, shows a picture, and tells somebody who is not in a group that they are not", async () => {
    const { page, complaints, close } = await openWindow(browser, playground.url, { locale: "zh-CN" });
    const hand = phone(page);
    await hand.plays("王芳");
    await hand.opens("成员群");
    await page.locator("#file").setInputFiles({ name: "名单.txt", mimeType: "text/plain", buffer: Buffer.from("hello") });
    await page.locator(".file", { hasText: "名单.txt" }).waitFor();
    const pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    await page.locator("#file").setInputFiles({ name: "dot.png", mimeType: "image/png", buffer: Buffer.from(pixel, "base64") });
    await page.locator(".photo").waitFor();
    await expect.poll(() => page.evaluate("document.querySelector('.photo').naturalWidth")).toBe(1);
    await hand.plays("郑安");
    await page.locator(".notice", { hasText: "郑安不在这个群里" }).waitFor();
    expect(await hand.messages("").count()).toBe(0);
    expect(complaints).toEqual([]);
    await close();
  }, 60_000);
});

describe("the first job, in a real browser", () => {
  withChromium("a group is set up, people join, a roll call opens, ten people tap, the board counts, it closes, and the next closes by the clock", async () => {
    const { page, complaints, close } = await openWindow(browser, playground.url, { locale: "zh-CN" });
    const hand = phone(page);
    const { board } = zhCN.rollcall;
    const hereButton = said((t) => t.rollcall.board.hereButton);

    await hand.plays("周明远");
    await hand.opens(FRESH_GROUP);
    await hand.writes("/setup 城西指导站");
    await hand.taps(zhCN.station.setup.button);
    await hand.messages("“城西指导站”已启用").waitFor();
    await hand.taps(zhCN.station.setup.toMember);
    await hand.messages(zhCN.chat.nowKind("城西指导站", zhCN.chat.kinds.member)).waitFor();

    await hand.writes("/rollcall 早市 1小时");
    await hand.messages(board.here(0)).waitFor();

    for (const name of MEMBERS) {
      await hand.plays(name);
      await hand.opens(FRESH_GROUP);
      await hand.taps(hereButton);
      await hand.taps(said((t) => t.member.adult));
      for (const question of [1, 2, 3, 4]) {
        await hand.messages(`${question}/4`).waitFor();
        await hand.taps(said((t) => t.consent.yes));
      }
      await hand.keys(said((t) => t.member.here)).last().waitFor();
      await hand.opens(FRESH_GROUP);
      await hand.taps(hereButton);
      await hand.toast(said((t) => t.checkin.toasts.here)).waitFor();
    }
    await hand.messages(board.here(10)).waitFor();

    await hand.plays("李强");
    await hand.taps(hereButton);
    await hand.toast(zhCN.checkin.toasts.hereAlready).waitFor();
    expect(await hand.messages(board.here(10)).count()).toBe(1);

    await hand.plays("周明远");
    await hand.opens("私聊");
    await hand.taps(zhCN.rollcall.control.close);
    await hand.opens(FRESH_GROUP);
    await hand.messages(board.closed(10)).waitFor();
    expect(await hand.keys(hereButton).count()).toBe(0);

    await hand.writes("/rollcall 午市 1小时");
    await hand.messages("午市").filter({ hasText: board.here(0) }).waitFor();
    await page.locator(".turn").nth(1).click();
    await hand.messages("午市").filter({ hasText: board.closed(0) }).waitFor();

    expect(complaints).toEqual([]);
    expect(await playground.act("errors")).toEqual([]);
    await close();
  }, 240_000);

  withChromium("starting afresh is asked about first, and brings back the first day", async () => {
    const { page, complaints, close } = await openWindow(browser, playground.url, { locale: "zh-CN" });
    await page.locator(".turn").nth(2).click();
    const afresh = async (answer: string) => {
      await page.locator(".menu summary").click();
      await page.getByRole("button", { name: "重新开始…" }).click();
      await page.getByRole("dialog").getByRole("button", { name: answer, exact: true }).click();
    };
    await afresh("取消");
    const offset = async () => (await playground.scene()).clock.offset;
    await expect.poll(offset).toBeGreaterThan(0);
    await afresh("重新开始");
    await expect.poll(offset, { timeout: 150_000 }).toBe(0);
    await expect.poll(() => page.locator("body").getAttribute("aria-busy"), { timeout: 150_000 }).toBe("false");
    await page.locator(".chat-row", { hasText: "/setup" }).waitFor();
    expect(complaints).toEqual([]);
    await close();
  }, 300_000);
});
