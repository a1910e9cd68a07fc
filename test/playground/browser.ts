import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { chromium, type Browser, type Page } from "playwright-core";
import { chromiumPath } from "../setup/needs.ts";

// A closed network and a container are no reason to fail: nothing here calls out, and root may not use the sandbox.
const ARGS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

export interface Window {
  readonly page: Page;
  /** Whatever the browser complained about: errors of scripts, refused requests, breaches of the policy. */
  readonly complaints: string[];
  close(): Promise<void>;
}

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath ?? "", args: ARGS });
}

export async function openWindow(browser: Browser, url: string, as: { locale: "zh-CN" | "en-US"; width?: number; height?: number }): Promise<Window> {
  const { width = 390, height = 844 } = as;
  const context = await browser.newContext({ viewport: { width, height }, locale: as.locale, hasTouch: width < 860, timezoneId: "Asia/Kathmandu" });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("response", (response) => response.status() >= 400 && complaints.push(`${response.status()} ${response.url()}`));
  await page.goto(url);
  await page.locator(".chat-row").first().waitFor({ state: "attached" });
  return { page, complaints, close: () => context.close() };
}

/** The page as somebody on a phone uses it. */
export function phone(page: Page) {
  const keys = (text: string | RegExp) => page.locator(".key", { hasText: text });
  return {
    async plays(name: string) {
      await page.locator(".person", { hasText: name }).click();
    },
    async opens(chat: string) {
      if (await page.locator(".back").isVisible()) await page.locator(".back").click();
      await page.locator(".chat-row", { has: page.locator(".chat-title", { hasText: chat }) }).click();
    },
    async writes(text: string) {
      await page.locator("#field").fill(text);
      await page.locator(".go").click();
    },
    /** Taps the newest button of that name. */
    async taps(text: string | RegExp) {
      await keys(text).last().click();
    },
    async attaches(name: string, content: string | Buffer) {
      await page.locator("#file").setInputFiles({ name, mimeType: "application/octet-stream", buffer: Buffer.from(content) });
    },
    /** Saves the file that came last. */
    async saves(): Promise<Uint8Array> {
      const [download] = await Promise.all([page.waitForEvent("download"), page.locator(".file").last().click()]);
      return new Uint8Array(await readFile(await download.path()));
    },
    keys,
    messages: (text: string | RegExp) => page.locator(".message", { hasText: text }),
    toast: (text: string | RegExp) => page.locator(".toast", { hasText: text }),
  };
}

/** Keeps a picture of the page under this name where STORY_PICTURES names a folder, to be looked at. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env["STORY_PICTURES"];
  if (!folder) return;
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}
