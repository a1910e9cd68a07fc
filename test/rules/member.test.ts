import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CONSENT_VERSION } from "../../src/features/consent/rules.ts";
import { oneLine } from "../../src/features/line/rules.ts";
import { aliasCode, JOIN_DATA, nextOf, readAlias, readAnswers, readJoinPath, readJoinStep, writeJoinStep } from "../../src/features/member/rules.ts";

describe("an alias", () => {
  test.each(["Ben", "老王", "成员-7F3K", "Nightingale 3", "李 (快递)", "🌸花", "Ñandú"])("%s may be used", (alias) => {
    expect(readAlias(alias)).toEqual({ ok: true, alias });
  });

  test.each([
    ["a", "too short"], ["", "nothing"], ["   ", "blank"], ["🌸🌸", "no letter"], ["--", "no letter"], ["x".repeat(25), "too long"],
    ["\u200b\u200b\u200b", "invisible"], ["ㅤㅤㅤ", "invisible filler"],
  ])("%j is refused: %s", (text) => expect(readAlias(text)).toEqual({ ok: false, reason: "aliasLength" }));

  test.each([
    "13800138000", "138 0013 8000", "138-0013-8000", "+86 138 0013 8000", "１３８００１３８０００", "tel 7654321", "11010519491231002X",
    "@ben_w", "ben@mail", "t.me/ben", "https://a.b", "www.ben", "ben.com", "٠١٢٣٤٥٦",
  ])("%s could say who somebody is and is refused", (text) => {
    expect(readAlias(text)).toEqual({ ok: false, reason: "aliasPersonal" });
  });

  test("a line break, a direction mark or a tower of accents does not survive", () => {
    expect(readAlias("Ben\nStation lead:")).toEqual({ ok: true, alias: "Ben Station lead:" });
    expect(readAlias("\u202eneB\u202c")).toEqual({ ok: true, alias: "neB" });
    expect(oneLine("e\u0301\u0301\u0301\u0301\u0301\u0301n").length).toBeLessThanOrEqual(5);
  });

  test("whatever is typed, what is kept is one clean line of 2 to 24 signs", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 80 }), (text) => {
      const read = readAlias(text);
      if (!read.ok) return;
      const signs = [...new Intl.Segmenter("und", { granularity: "grapheme" }).segment(read.alias)].length;
      expect(signs).toBeGreaterThanOrEqual(2);
      expect(signs).toBeLessThanOrEqual(24);
      expect(read.alias).not.toMatch(/[\p{Cc}\p{Cf}\n\r\u2028\u2029]/u);
      expect(read.alias).toBe(read.alias.trim());
    }));
  });

  test("a default alias has no sign that is taken for another", () => {
    fc.assert(fc.property(fc.nat(), (seed) => {
      expect(aliasCode((below) => seed % below)).toMatch(/^[2-9A-HJKMNP-TV-Z]{4}$/);
    }));
  });
});

const codes = fc.stringMatching(/^[A-Za-z0-9_-]{22}$/);
const ids = fc.integer({ min: 1, max: 9_999_999 });

describe("the way in", () => {
  test("a link is read back, also when its code looks like the number of a roll call", () => {
    fc.assert(fc.property(ids, codes, fc.option(ids), (stationId, joinCode, rollCallId) => {
      const payload = `join-${stationId}-${joinCode}${rollCallId === null ? "" : `-${rollCallId}`}`;
      expect(payload.length).toBeLessThanOrEqual(64);
      expect(readJoinPath(payload)).toEqual({ stationId, joinCode, rollCallId, activityId: null });
    }));
    expect(readJoinPath(`join-1-${"-1234567890123456789-7"}`)).toEqual({ stationId: 1, joinCode: "-1234567890123456789-7", rollCallId: null, activityId: null });
  });

  test.each(["join-", "join-1-short", `join-x-${"A".repeat(22)}`, `join-1-${"A".repeat(22)}-`, `join-1-${"A".repeat(23)}`])("%s is no link", (payload) => {
    expect(readJoinPath(payload)).toBeNull();
  });

  test("every step fits a button and is read back", () => {
    const answers = fc.constantFrom("", "a", "ay", "an", "ayn", "ayyn", "ayyyy");
    fc.assert(fc.property(ids, codes, fc.option(ids), answers, (stationId, joinCode, rollCallId, given) => {
      const step = { version: CONSENT_VERSION, path: { stationId, joinCode, rollCallId, activityId: null }, answers: given };
      const data = writeJoinStep(step);
      expect(Buffer.byteLength(data)).toBeLessThanOrEqual(64);
      expect(readJoinStep([...JOIN_DATA.exec(data) ?? []])).toEqual({ step, isCurrent: true });
    }));
  });

  test("an activity is carried along too", () => {
    const joinCode = "A".repeat(22);
    expect(readJoinPath(`join-7-${joinCode}-a12`)).toEqual({ stationId: 7, joinCode, rollCallId: null, activityId: 12 });
    const step = { version: CONSENT_VERSION, path: { stationId: 7, joinCode, rollCallId: null, activityId: 12 }, answers: "ay" };
    expect(readJoinStep([...JOIN_DATA.exec(writeJoinStep(step)) ?? []])).toEqual({ step, isCurrent: true });
  });

  test("the questions come in turn, and only “no” to the first ends them", () => {
    expect(["", "a", "ay", "ayn", "aynn"].map(nextOf)).toEqual(["welcome", "service", "attendance", "reminders", "alias"]);
    expect(nextOf("aynnn")).toBe("done");
    expect(nextOf("an")).toBe("declined");
    expect(readAnswers("ayyny")).toEqual({ attendance: true, reminders: false, aliasShown: true });
  });
});
