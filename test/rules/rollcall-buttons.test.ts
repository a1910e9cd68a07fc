import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Outgoing } from "../../src/context.ts";
import { boardMessage } from "../../src/features/board/view.ts";
import { checkinData, CHOICES, joinParameter } from "../../src/features/checkin/rules.ts";
import { startLink } from "../../src/features/link/rules.ts";
import { CHECKIN_DATA, lateText, readTap, whichMessage as whichToAnswer } from "../../src/features/checkin/view.ts";
import { doorData, doorParameter, isDoorLine, readDoor } from "../../src/features/door/rules.ts";
import { DOOR_DATA, doorsMessage } from "../../src/features/door/view.ts";
import { readJoinPath } from "../../src/features/member/rules.ts";
import { presenceData } from "../../src/features/presence/rules.ts";
import { PRESENCE_DATA, presenceMessage } from "../../src/features/presence/view.ts";
import {
  ANYWAY_DATA, anywayData, CLOSE_DATA, closeData, EXTEND_DATA, extendData, MINUTES_DATA, minutesData, openedMessage, questionMessage, UNTIL_DATA,
  untilData, whichMessage,
} from "../../src/features/rollcall/view.ts";
import { messages } from "../../src/i18n/messages.ts";

const ids = fc.integer({ min: 1, max: 999_999_999_999_999 });
const codes = fc.stringMatching(/^[\w-]{8}$/);
const linkCodes = fc.stringMatching(/^[\w-]{22}$/);
const minutes = fc.integer({ min: 1, max: 1440 });
const instants = fc.date({ min: new Date("2026-01-01T00:00:00Z"), max: new Date("2099-12-31T00:00:00Z"), noInvalidDate: true });
const titles = fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 });
const locales = fc.constantFrom("zh-CN" as const, "en" as const);

const bytes = (data: string) => Buffer.byteLength(data);

describe("what buttons and links carry", () => {
  test("everything put into a button is read back from it, and fits", () => {
    fc.assert(fc.property(ids, codes, minutes, instants, fc.constantFrom(...CHOICES), (id, code, length, at, choice) => {
      expect(readTap([...(CHECKIN_DATA.exec(checkinData(id, choice)) ?? [])])).toEqual({ rollCallId: id, choice });
      expect(MINUTES_DATA.exec(minutesData(length, code))?.slice(1)).toEqual([String(length), code]);
      expect(UNTIL_DATA.exec(untilData(at, code))?.slice(1)).toEqual([String(Math.floor(at.getTime() / 1000)), code]);
      expect(ANYWAY_DATA.exec(anywayData(code))?.[1]).toBe(code);
      expect(EXTEND_DATA.exec(extendData(id, length))?.slice(1)).toEqual([String(id), String(length)]);
      for (const [pattern, data] of [[CLOSE_DATA, closeData(id)], [DOOR_DATA, doorData(id)], [PRESENCE_DATA, presenceData(id)]] as const) {
        expect(pattern.exec(data)?.[1]).toBe(String(id));
      }
      const all = [checkinData(id, choice), minutesData(length, code), untilData(at, code), anywayData(code), extendData(id, length), closeData(id), doorData(id), presenceData(id)];
      expect(Math.max(...all.map(bytes))).toBeLessThanOrEqual(64);
    }));
  });

  test("a start parameter is read back, also where its code holds hyphens, and fits Telegram's 64 signs", () => {
    const stations = fc.integer({ min: 1, max: 999_999_999 });
    fc.assert(fc.property(stations, stations, linkCodes, (stationId, rollCallId, code) => {
      expect(readJoinPath(joinParameter(stationId, code, rollCallId))).toEqual({ stationId, joinCode: code, rollCallId, activityId: null });
      expect(readJoinPath(joinParameter(stationId, code))).toEqual({ stationId, joinCode: code, rollCallId: null, activityId: null });
      expect(readDoor(doorParameter(stationId, code))).toEqual({ stationId, code });
      for (const parameter of [joinParameter(stationId, code, rollCallId), doorParameter(stationId, code)]) expect(parameter).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
      expect(startLink("MusterBot", doorParameter(stationId, code))).toBe(`https://t.me/MusterBot?start=door-${stationId}-${code}`);
    }));
  });

  test("a forged or foreign parameter is no door", () => {
    for (const parameter of ["door-", "door-1-short", "door-x-aaaaaaaaaaaaaaaaaaaaaa", "join-1-aaaaaaaaaaaaaaaaaaaaaa", "door-1-aaaaaaaaaaaaaaaaaaaaaa-2"]) {
      expect(readDoor(parameter)).toBeNull();
    }
    expect([isDoorLine("qr"), isDoorLine("QR "), isDoorLine("二维码"), isDoorLine("qr meeting"), isDoorLine("")]).toEqual([true, true, true, false, false]);
  });

  test("no message is longer than Telegram takes, whatever the title, and every button fits", () => {
    const sendable = ({ text, buttons = [] }: Outgoing) => {
      expect(text.length).toBeLessThanOrEqual(4096);
      for (const { data = "", text: label } of buttons.flat()) expect([bytes(data) <= 64, label.length > 0]).toEqual([true, true]);
    };
    fc.assert(fc.property(titles, ids, locales, instants, (title, id, locale, at) => {
      const t = messages(locale);
      const saying = { locale, timeZone: "Asia/Shanghai", now: new Date(at.getTime() - 3_600_000) };
      const shown = { id, title, closesAt: at, here: 12, chats: 3 };
      const board = {
        stationId: 1, rollCallId: id, title, closesAt: at, closedAt: null, headCount: null, offersOnWay: true, offersNotToday: true,
        here: 300, onWay: 20, timeZone: "Asia/Shanghai", locale, joinCode: "a".repeat(22),
      };
      sendable(boardMessage(t, board, { now: saying.now, botUsername: "MusterBot" }));
      sendable(boardMessage(t, { ...board, closedAt: at, headCount: 300 }, { now: saying.now, botUsername: "MusterBot" }));
      sendable(openedMessage(t, shown, saying));
      sendable(whichMessage(t, Array.from({ length: 8 }, () => shown), { verb: "extend", ms: 5_400_000 }));
      sendable(questionMessage(t, { doubt: "ambiguous", title, choices: [at, at], code: "abcdefgh", open: Array.from({ length: 8 }, () => shown) }, saying));
      sendable(whichToAnswer(t, [{ ...shown, kind: "rollcall" }, { ...shown, kind: "activity" }]));
      sendable(doorsMessage(t, [shown, shown]));
      sendable(presenceMessage(t, { title, here: 500, aliases: Array.from({ length: 400 }, () => "二十四个字的化名".repeat(3)) }));
      expect(lateText(t, { endedAt: at, timeZone: "Asia/Shanghai", locale, now: at }).length).toBeLessThanOrEqual(200);
    }), { numRuns: 60 });
  });
});
