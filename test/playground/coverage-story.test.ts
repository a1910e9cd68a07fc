import { readXlsx } from "hucre/xlsx";
import { expect } from "vitest";
import { en } from "../../src/i18n/en.ts";
import type { Messages } from "../../src/i18n/messages.ts";
import { zhCN } from "../../src/i18n/zh-CN.ts";
import { withChromium } from "../setup/needs.ts";
import { phone, picture } from "./browser.ts";
import { MONDAY, said, speaksEnglish, TEN_MINUTES, turns, useTelling } from "./telling.ts";

const telling = useTelling();

interface Words {
  readonly t: Messages;
  readonly locale: "zh-CN" | "en-US";
  readonly privateChat: string;
  readonly against: string;
  readonly exported: string;
}

const CHINESE: Words = { t: zhCN, locale: "zh-CN", privateChat: "私聊", against: "/coverage 对比 11月1日", exported: "/export 覆盖 对比 11月1日" };
const ENGLISH: Words = { t: en, locale: "en-US", privateChat: "Muster (private)", against: "/coverage vs 1 Nov", exported: "/export coverage vs 1 Nov" };
const GROUPS = ["组织员群", "东街群"];

const ACCEPT = said((t) => t.assignment.button.accept);
const ASSIGN = said((t) => t.shortlist.press.assign("U"));

/** Monday comes: digest and picture in the groups, the short list for the lead, a line that is done, and why the figures moved. */
async function tellMonday({ t, ...words }: Words): Promise<void> {
  const { page, complaints, close } = await telling.opens(words.locale);
  page.setDefaultTimeout(60_000);
  const look = (name: string) => picture(page, `coverage-${words.locale}-${name}`);
  const hand = phone(page);
  const is = async (name: string) => {
    await hand.plays(name);
    await hand.opens(words.privateChat);
  };
  await is("周明远");
  if (t === en) await speaksEnglish(page);
  await turns(page, MONDAY);

  for (const [at, group] of GROUPS.entries()) {
    await hand.opens(group);
    const digest = hand.messages(t.digest.heading(2026, 48, "").slice(0, -2)).last();
    await digest.waitFor();
    await expect.poll(() => digest.locator(".photo").evaluate((shown) => (shown as unknown as { naturalWidth: number }).naturalWidth), { timeout: 60_000 }).toBe(1080);
    await look(`0${at + 1}-digest`);
  }

  // The lead's list: one line is pressed, offered, accepted, and turns ✅ by itself.
  await is("周明远");
  await hand.messages("📌").last().waitFor();
  await look("03-list");
  const line = await hand.keys(ASSIGN).first().innerText();
  const unit = /U\d+/.exec(line)?.[0] ?? "";
  await hand.keys(line).first().click();
  await hand.messages(t.shortlist.yours.assign(unit).split(unit).at(-1) ?? "").last().waitFor();
  await look("04-yours");
  await hand.taps(t.assignment.button.ask);
  await turns(page, TEN_MINUTES);
  await is("陈立新");
  await hand.messages(unit).last().waitFor();
  await hand.taps(ACCEPT);
  await hand.messages(zhCN.assignment.offer.accepted(unit, null).split("，")[0] ?? "").waitFor();
  await turns(page, TEN_MINUTES);
  await is("周明远");
  await expect.poll(() => hand.messages("📌").last().innerText(), { timeout: 60_000 }).toMatch(new RegExp(`✅[^\\n]*${unit}`));
  await look("05-done");

  // The figures against another day, why they differ, and the same as a file.
  await hand.writes(words.against);
  await hand.messages(t.report.heading("示例指导站", null)).last().waitFor();
  await look("06-coverage");
  await hand.taps(t.report.button.why);
  await hand.messages(new RegExp(unit)).last().waitFor();
  await look("07-why");
  await hand.writes(words.exported);
  await hand.messages("coverage-2026-11-30.xlsx").waitFor();
  const { sheets } = await readXlsx(await hand.saves());
  expect(sheets.map(({ name }) => name)).toContain(t.figuresheet.names.causes);
  const causes = sheets.find(({ name }) => name === t.figuresheet.names.causes)?.rows ?? [];
  expect(causes.map(([, code]) => code)).toContain(unit);

  expect(complaints).toEqual([]);
  expect(await telling.playground.act("errors")).toEqual([]);
  await close();
}

withChromium("a Monday with its digest, told in Chinese", () => tellMonday(CHINESE), 600_000);

withChromium("the same Monday, told in English", () => tellMonday(ENGLISH), 600_000);
