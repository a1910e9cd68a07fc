import { expect } from "vitest";
import { en } from "../../src/i18n/en.ts";
import type { Messages } from "../../src/i18n/messages.ts";
import { zhCN } from "../../src/i18n/zh-CN.ts";
import { withChromium } from "../setup/needs.ts";
import { rowsOf, workbook } from "../telegram/tables.ts";
import { phone, picture } from "./browser.ts";
import { said, speaksEnglish, TEN_MINUTES, turns, useTelling } from "./telling.ts";

const telling = useTelling();

interface Words {
  /** What the lead reads; the two instructors read Chinese. */
  readonly t: Messages;
  readonly locale: "zh-CN" | "en-US";
  readonly privateChat: string;
  readonly table: string;
  /** What the wrong rows should have said: the words to be replaced, and by what. */
  readonly mended: readonly (readonly [string, string])[];
  readonly area: string;
  readonly founded: string;
}

const CHINESE: Words = {
  t: zhCN, locale: "zh-CN", privateChat: "私聊", area: "夜市", founded: "夜市餐饮联合支部",
  table: "编号,名称,类型,片区,行业,从业人数,登记日期\nU11,阿婆凉粉,个体,夜市,餐饮,0-2,2025-04-01\nU12,串串香,个体,夜市,餐饮,3-9,2025-04-01\nU13,旧书摊,小摊,夜市,零售,0-2,2025-04-01\nU14,手机贴膜,个体,夜市,零售,0-2,2025-02-30\nU15,花店,个体,,零售,0-2,2025-04-01\n",
  mended: [["小摊", "个体"], ["2025-02-30", "2025-02-28"], ["", "夜市"]],
};
const ENGLISH: Words = {
  t: en, locale: "en-US", privateChat: "Muster (private)", area: "Night market", founded: "Night market joint branch",
  table: "Code,Name,Kind,Area,Industry,People working there,Entered on\nU11,Noodles,self-employed,Night market,food,0-2,2025-04-01\nU12,Skewers,self-employed,Night market,food,3-9,2025-04-01\nU13,Old books,stall,Night market,retail,0-2,2025-04-01\nU14,Phone shop,self-employed,Night market,retail,0-2,2025-02-30\nU15,Flowers,self-employed,,retail,0-2,2025-04-01\n",
  mended: [["stall", "self-employed"], ["2025-02-30", "2025-02-28"], ["", "Night market"]],
};

const AREA_COLUMN = 3;

/** What somebody does with the file of wrong rows: mends each where its last column says, and keeps the rest. */
async function mend(bytes: Uint8Array, mended: Words["mended"]): Promise<Buffer> {
  const [head = [], ...wrong] = await rowsOf(bytes);
  const rows = wrong.map((row, at) => {
    const [from, to] = mended[at] ?? ["", ""];
    return row.map((cell, column) => (from === "" ? column === AREA_COLUMN && cell === "" : cell === from) ? to : cell);
  });
  return Buffer.from(await workbook([head, ...rows]));
}

const ACCEPT = said((t) => t.assignment.button.accept);
const DECLINE = said((t) => t.assignment.button.decline);
const exactly = (words: string) => new RegExp(`^${words}$`);

/** Members, whether they are willing, whether somebody could be secretary, and why not formed, as far as it is asked. */
type Answer = (t: Messages) => (string | RegExp)[];
const ANSWERS: readonly Answer[] = [
  (t) => [exactly("2"), exactly(t.survey.willing.yes), exactly(t.survey.secretary.yes), t.survey.reason.new],
  (t) => [exactly("1"), exactly(t.survey.willing.yes), exactly(t.survey.secretary.no), t.survey.reason.too_few_members],
  (t) => [exactly("0"), exactly(t.survey.willing.undecided), t.survey.reason.too_few_members],
  (t) => [exactly("0"), exactly(t.survey.willing.undecided), t.survey.reason.too_few_members],
  (t) => [exactly("0"), exactly(t.survey.willing.no)],
];

/** Import with three wrong rows, survey, offers to instructors, a visit, a closure, and a suggestion taken up. */
async function tellRegister({ t, area, ...words }: Words): Promise<void> {
  const { page, complaints, close } = await telling.opens(words.locale);
  page.setDefaultTimeout(60_000);
  const look = (name: string) => picture(page, `register-${words.locale}-${name}`);
  const hand = phone(page);
  const is = async (name: string) => {
    await hand.plays(name);
    await hand.opens(words.privateChat);
  };
  const applies = async (rows: number) => {
    await hand.taps(t.importing.button.apply(rows));
    await hand.messages(`${t.importing.applied(t.sheet.names.units)} ${t.importing.counts(rows, 0, 0, 0).split(" · ")[0]}`).last().waitFor();
  };
  await is("周明远");
  if (t === en) await speaksEnglish(page);

  // A table with three wrong rows: they come back as a file, are mended and sent again, written, undone and written.
  await hand.attaches("units.csv", words.table);
  await hand.messages(t.importing.counts(2, 0, 0, 3)).waitFor();
  await look("01-preview");
  await hand.taps(t.importing.button.wrong(3));
  await hand.messages("units-wrong.xlsx").waitFor();
  const mended = await mend(await hand.saves(), words.mended);
  await applies(2);
  await hand.attaches("units-wrong.xlsx", mended);
  await applies(3);
  await look("02-written");
  await hand.taps(t.importing.button.undo);
  await hand.messages(t.importing.undone(t.sheet.names.units)).waitFor();
  await hand.attaches("units-wrong.xlsx", mended);
  await applies(3);

  // Five units are surveyed by tapping.
  await hand.writes(`/survey ${area}`);
  for (const [at, answers] of ANSWERS.entries()) {
    await hand.messages(`📋 U1${at + 1}`).waitFor();
    for (const answer of [exactly(t.unit.statuses.active), ...answers(t)]) await hand.taps(answer);
    if (at === 0) await look("03-survey");
  }
  await hand.messages(t.survey.over(ANSWERS.length)).waitFor();
  await look("04-surveyed");

  // The first one asked cannot, the next one can.
  await hand.writes("/assign U13");
  await hand.taps(t.assignment.button.ask);
  await turns(page, TEN_MINUTES);
  await look("05-asking");
  await is("陈立新");
  await hand.messages("U13").last().waitFor();
  await look("06-asked");
  await hand.taps(DECLINE);
  await turns(page, TEN_MINUTES);
  await is("吴桂芳");
  await hand.taps(ACCEPT);
  await hand.messages(zhCN.assignment.offer.accepted("U13", null).split("，")[0] ?? "").waitFor();
  await hand.writes("/myunits");
  await look("07-my-units");
  await hand.taps(exactly("U13"));
  await hand.taps(zhCN.visit.modes.on_site);
  await look("08-visit");
  await hand.taps(zhCN.visit.outcomes.ok);
  await hand.messages("✅").last().waitFor();
  await look("09-visited");
  await is("周明远");
  await turns(page, TEN_MINUTES);
  await look("10-taken");

  // A unit has closed; what ends with it is said before and after.
  await hand.writes("/unit U02");
  await hand.taps(t.unit.button.status);
  await hand.taps(exactly(t.unit.statuses.closed));
  await hand.taps(t.unitstatus.today);
  await hand.messages(t.unitstatus.assignments(["I1"])).waitFor();
  await look("11-closing");
  await hand.taps(t.unitstatus.yes);
  await hand.messages("✅ U02").waitFor();
  await look("12-closed");

  // What could be formed: the reasons, taking it up, and the draft that leads to it.
  await hand.writes("/suggest");
  await hand.messages(t.suggestion.short.joint(["U11", "U12"].join(t.suggestion.and), "")).waitFor();
  await look("13-suggestions");
  await hand.taps(exactly("2"));
  await look("14-reasons");
  await hand.taps(t.suggestion.button.take);
  await hand.taps(t.suggestion.button.draft);
  await look("15-draft");
  await hand.writes(words.founded);
  await hand.taps(t.founding.button.done);
  await hand.messages(words.founded).and(hand.messages(t.founding.registered)).waitFor();
  await look("16-registered");

  expect(complaints).toEqual([]);
  expect(await telling.playground.act("errors")).toEqual([]);
  await close();
}

withChromium("an organizer's day with the register, told in Chinese", () => tellRegister(CHINESE), 600_000);

withChromium("the same day, told in English", () => tellRegister(ENGLISH), 600_000);
