import { expect, test } from "vitest";
import { activityTemplate } from "../../src/db/schema-activity.ts";
import { establish } from "../telegram/arrange.ts";
import { announceActivity } from "../telegram/activities.ts";
import { useBench } from "../telegram/bench.ts";
import { labels, withRole } from "../telegram/rollcalls.ts";

const bench = useBench();

const readTemplates = () => bench.database.db.select().from(activityTemplate);

test("a draft is kept as a template under a name, and used again with nothing but a new time", async () => {
  const at = await establish(bench, { locale: "zh-CN" });
  const lead = bench.as(at.lead);
  await lead.types("/announce 主题党日：走访市场 | 周六 15:00-17:00 | 社区中心 | 名额 20，指导员 2 | 截止 周五 18:00 | 主办：个私协会");
  lead.reads();
  await lead.types("/announce 模板 保存 每月主题党日");
  expect(lead.reads().text).toBe("🗂 已存为模板“每月主题党日”。下次发送 /announce template use 每月主题党日 就能照着起草。");
  await lead.types("/cancel");
  lead.reads();
  await lead.types("/announce template use 每月主题党日");
  const question = lead.reads();
  expect(question.text).toBe("📣 主题党日：走访市场\n这次是什么时候？只写日期，就沿用原来的钟点。");
  expect(labels(question)[0]).toEqual(["12月5日（周六）15:00–17:00"]);
  await lead.types("12月12日");
  expect(lead.reads().text).toContain([
    "📣 主题党日：走访市场", "主题党日 · 线下 · 主办：个私协会", "🗓 12月12日（周六）15:00–17:00（北京时间）", "📍 社区中心", "", "👥 会来 0 人 · 余 20 个名额", "⏰ 报名截止：12月11日（周五）18:00",
  ].join("\n"));
});

test("by buttons: kept under its title, chosen from the list of the guided draft, and deleted there", async () => {
  const at = await establish(bench, { locale: "en" });
  const lead = bench.as(at.lead);
  await lead.types("/announce Lecture on safety | Sat 15:00-17:00 | market");
  expect(await lead.taps(lead.reads(), "🗂 Save as template")).toMatchObject({ alert: true, toast: expect.stringContaining("Saved as the template “Lecture on safety”.") });
  await lead.types("/announce");
  await lead.taps(lead.reads(), "🗂 From a template");
  const list = lead.reads();
  expect(labels(list)).toEqual([["🗂 Lecture on safety", "🗑"]]);
  await lead.taps(list, "🗂 Lecture on safety");
  expect(lead.reads().text).toBe("📣 Lecture on safety\nWhen is it this time? A day alone keeps the hours.");
  expect(await lead.taps(list, "🗑")).toMatchObject({ toast: "🗑 The template “Lecture on safety” is deleted." });
  expect(await readTemplates()).toEqual([]);
  expect(bench.emulator.message(list).text).toContain("There is no template yet.");
});

test("the last announcement can be kept too, and one name is one template however it is written", async () => {
  const at = await establish(bench, { locale: "en" });
  await announceActivity(bench, at);
  const lead = bench.as(at.lead);
  await lead.types("/announce template save Market day");
  lead.reads();
  await lead.types("/announce Another visit | Sun 10:00 | hall");
  lead.reads();
  await lead.types("/announce template save market DAY");
  expect(lead.reads().text).toContain("Saved as the template “market DAY”.");
  expect((await readTemplates()).map(({ name, content }) => [name, (content as { title: string }).title])).toEqual([["market DAY", "Another visit"]]);
  await lead.types("/announce template");
  expect(labels(lead.reads())).toEqual([["🗂 market DAY", "🗑"]]);
});

test("all organizers use a template; only whoever made it and the leads change or delete it", async () => {
  const at = await establish(bench, { locale: "en" });
  const [olga, oscar] = [await withRole(bench, at, "Olga", "organizer"), await withRole(bench, at, "Oscar", "organizer")];
  const [olgas, oscars] = [bench.as(olga), bench.as(oscar)];
  await olgas.types("/announce Visit | Sat 15:00-17:00 | market");
  olgas.reads();
  await olgas.types("/announce template save Visit");
  olgas.reads();
  await oscars.types("/announce template");
  expect(labels(oscars.reads())).toEqual([["🗂 Visit"]]);
  await oscars.types("/announce template use visit");
  expect(oscars.reads().text).toContain("📣 Visit");
  await oscars.types("/announce template save VISIT");
  expect(oscars.reads().text).toBe("Somebody else's template has this name already; please choose another.");
  await oscars.types("/announce template delete Visit");
  expect(oscars.reads().text).toBe("Not found, or not yours to use.");
  await bench.as(at.lead).types("/announce template delete Visit");
  expect(bench.as(at.lead).reads().text).toBe("🗑 The template “Visit” is deleted.");
  expect(await readTemplates()).toEqual([]);
});

test.each([
  ["/announce template save", "Please give the template a name"],
  ["/announce template save Monthly", "There is nothing to save"],
  ["/announce template use Monthly", "There is no such template."],
  ["/announce template delete Monthly", "There is no such template."],
])("“%s” without any template gets one clear sentence", async (line, answer) => {
  const at = await establish(bench, { locale: "en" });
  await bench.as(at.lead).types(line);
  expect(bench.as(at.lead).reads().text).toContain(answer);
  expect(await readTemplates()).toEqual([]);
});
