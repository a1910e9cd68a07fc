import { expect, test } from "vitest";
import { digestPicture } from "../../src/features/chart/rules.ts";
import { messages } from "../../src/i18n/messages.ts";
import { drawPicture } from "../../src/picture/draw.ts";
import { GOLDEN_WEEK } from "../setup/golden-week.ts";
import { readPng } from "../telegram/picture.ts";

const KILOBYTE = 1024;

test.each(["zh-CN", "en"] as const)("the week's picture in %s is light, and its words are drawn with our own font", async (locale) => {
  const bytes = await drawPicture(digestPicture(messages(locale), locale, GOLDEN_WEEK));
  const { data, width, height } = readPng(bytes);
  expect(width).toBe(1080);
  expect(bytes.byteLength).toBeLessThan(300 * KILOBYTE);
  const inkIn = (top: number, bottom: number, left: number, right: number) => {
    let ink = 0;
    for (let y = top; y < bottom; y += 1) for (let x = left; x < right; x += 1) if ((data[(y * width + x) * 4] ?? 255) < 128) ink += 1;
    return ink;
  };
  expect(inkIn(44, 110, 56, 700)).toBeGreaterThan(3_000);
  expect(inkIn(0, 40, 0, width)).toBe(0);
  expect(inkIn(0, height, 0, 40)).toBe(0);
});

test("a drawing that cannot be read fails alone, and the next one is drawn", async () => {
  const broken = drawPicture("<svg");
  const whole = drawPicture(`<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"/>`);
  await expect(broken).rejects.toThrow();
  expect(readPng(await whole)).toMatchObject({ width: 4, height: 3 });
});
