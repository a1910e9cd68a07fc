import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { en } from "../../src/i18n/en.ts";
import type { Messages } from "../../src/i18n/messages.ts";
import { zhCN } from "../../src/i18n/zh-CN.ts";
import { chromiumPath } from "../setup/needs.ts";
import { launch, openWindow, phone, type Window } from "./browser.ts";
import { createHome, type Home, type Running } from "./opening.ts";

export interface Telling {
  readonly playground: Running;
  opens(locale: "zh-CN" | "en-US"): Promise<Window>;
}

/** For each test a playground of its own, and one browser for the file. */
export function useTelling(): Telling {
  let home: Home;
  let playground: Running;
  let browser: Browser | undefined;
  beforeAll(async () => {
    if (chromiumPath !== undefined) browser = await launch();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
  });
  beforeEach(async () => {
    home = await createHome();
    // A Wednesday: what the demonstration has planned for its own week is over by then.
    playground = await home.resume(new Date("2026-11-25T02:00:00Z"));
  }, 300_000);
  afterEach(async () => {
    await playground.stop();
    await home.clear();
  });
  return {
    get playground() { return playground; },
    opens(locale) {
      if (!browser) throw new Error("no browser was started");
      return openWindow(browser, playground.url, { locale });
    },
  };
}

/** The words of a button, in whichever language the person reads. */
export function said(words: (t: Messages) => string): RegExp {
  const escaped = [zhCN, en].map((t) => words(t).replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^(?:${escaped.join("|")})`);
}

/** Turns the clock as a visitor does, and waits until it has been turned. */
export async function turns(page: Page, button: number, times = 1): Promise<void> {
  const time = page.locator(".clock-time");
  for (let turn = 0; turn < times; turn += 1) {
    const before = await time.getAttribute("datetime");
    await page.locator(".turn").nth(button).click();
    await expect.poll(async () => Date.parse(await time.getAttribute("datetime") ?? "") - Date.parse(before ?? ""), { timeout: 120_000 }).toBeGreaterThanOrEqual(300_000);
    await expect.poll(() => page.locator(".turn").nth(button).isEnabled(), { timeout: 120_000 }).toBe(true);
  }
}

export const [TEN_MINUTES, HOUR, DAY, MONDAY] = [0, 1, 2, 3];

/** The station and its lead speak Chinese until somebody says otherwise. */
export async function speaksEnglish(page: Page): Promise<void> {
  const hand = phone(page);
  await hand.writes("/station lang en");
  await hand.messages(zhCN.station.changed.lang.en).waitFor();
  await hand.writes("/lang");
  await hand.taps("English");
}
