import { describe, expect, test } from "vitest";
import { parseAbsences, OWN_AWAY } from "../../src/features/absence/rules.ts";
import { parseAssignCommand } from "../../src/features/assignment/rules.ts";
import { parseChatCommand } from "../../src/features/chat/rules.ts";
import { readCode } from "../../src/features/code/rules.ts";
import { readContactLine } from "../../src/features/contact/rules.ts";
import { parseLinkCommand } from "../../src/features/coverlink/rules.ts";
import { parseDigestCommand } from "../../src/features/digestplan/rules.ts";
import { questionOf, readAddLine, readChange, readFoundingLine, settleWords } from "../../src/features/founding/rules.ts";
import { parseInstructorCommand } from "../../src/features/instructor/rules.ts";
import { parseMassCommand } from "../../src/features/massorg/rules.ts";
import { parseScopeLine } from "../../src/features/node/rules.ts";
import { parseOrgCommand } from "../../src/features/organization/rules.ts";
import { readRequestLine } from "../../src/features/request/rules.ts";
import { parseRequestsLine } from "../../src/features/requests/rules.ts";
import { parseRoleCommand } from "../../src/features/role/rules.ts";
import { parseLanguage, parseStationCommand } from "../../src/features/station/rules.ts";
import { parseTermCommand, readTermWords } from "../../src/features/term/rules.ts";
import { readAddLine as readNewUnit, readFieldLine, readUnitLine } from "../../src/features/unitline/rules.ts";
import { readStatusLine } from "../../src/features/unitstatus/rules.ts";
import { dayIn, readDay } from "../../src/features/validity/rules.ts";
import { readPlaceDay } from "../../src/features/tree/rules.ts";
import { parseVisitLine } from "../../src/features/visit/rules.ts";
import { messages } from "../../src/i18n/messages.ts";

const clock = { now: new Date("2026-11-23T02:00:00Z"), zone: "Asia/Shanghai" };
const unless = (verb: string, ...unclear: readonly string[]) => (unclear.includes(verb) ? null : verb);
const alone = (rest: string) => (rest === "" ? "list" : null);

function readUnit(rest: string): string | null {
  const added = readNewUnit(rest);
  if (added !== null) return readUnitLine(added).doubts.length === 0 ? "add" : null;
  if (readContactLine(rest) !== null) return "contact";
  const status = readStatusLine(rest, clock);
  if (status) return "on" in status ? `status ${status.status}` : null;
  const fields = readFieldLine(rest);
  if (fields) return fields.doubts.length === 0 ? `fields ${Object.keys(fields.patch).join(" ")}` : null;
  return readCode(rest) === null ? null : "card";
}

function readOrg(rest: string): string | null {
  const added = readAddLine(rest);
  if (added !== null) {
    const { sketch, doubts } = readFoundingLine(added, clock);
    return doubts.length === 0 && questionOf(settleWords(sketch, { areas: [], industries: [] })) === null ? "add" : null;
  }
  const command = parseOrgCommand(rest);
  if (command.verb === "status") return readDay(command.day, clock).ok ? `status ${command.status}` : null;
  return command.verb === "change" && readChange(command.text, clock) === null ? null : unless(command.verb, "unclear");
}

function readTerm(rest: string): string | null {
  const command = parseTermCommand(rest);
  if (command.verb === "begin" || command.verb === "correct") return readTermWords(command.text, clock) && command.verb;
  return command.verb === "extend" && dayIn(command.text, clock) === null ? null : unless(command.verb, "unclear");
}

function readInstructor(rest: string): string | null {
  const command = parseInstructorCommand(rest, clock);
  return command.verb === "away" && parseAbsences(command.text, clock) === null ? null : unless(command.verb, "unclear");
}

function readStation(rest: string): string | null {
  const command = parseStationCommand(rest);
  return command.verb === "lang" && parseLanguage(command.value) === null ? null : unless(command.verb, "unclear");
}

function readScope(rest: string): string | null {
  const line = parseScopeLine(rest);
  if (line.verb === "move" || line.verb === "leave") return readPlaceDay(line.day, clock.now, clock.zone).ok ? line.verb : null;
  if (line.verb === "create" || line.verb === "kind") return `${line.verb} ${line.kind}`;
  return line.verb === "link" ? `${line.verb} ${line.purpose}` : unless(line.verb, "unclear");
}

/** What each command understands of what follows it; null where it would ask what was meant. */
const READERS: Readonly<Record<string, (rest: string) => string | null>> = {
  unit: readUnit, org: readOrg, orgs: alone, term: readTerm, instructor: readInstructor, instructors: alone, station: readStation,
  link: (rest) => unless(parseLinkCommand(rest, clock).verb, "usage", "doubt"),
  massorg: (rest) => unless(parseMassCommand(rest, clock).verb, "usage", "doubt"),
  assign: (rest) => unless(parseAssignCommand(rest, clock).verb, "unclear"),
  visit: (rest) => unless(parseVisitLine(rest, clock).verb, "unclear"),
  myunits: (rest) => (rest === "" ? "units" : OWN_AWAY.test(rest) && parseAbsences(rest.replace(OWN_AWAY, ""), clock) ? "away" : null),
  request: (rest) => readRequestLine(rest)?.category ?? null,
  requests: (rest) => unless(parseRequestsLine(rest).verb, "unclear"),
  role: (rest) => unless(parseRoleCommand(rest, "2026-11-23").verb, "unclear"),
  chat: (rest) => unless(parseChatCommand(rest).verb, "unclear"), scope: readScope,
  digest: (rest) => (/^(?:now|现在)$/u.test(rest) ? "now" : unless(parseDigestCommand(rest).verb, "doubt")),
};

const NOUNS = ["unit", "unitfield", "organization", "coverlink", "massorg", "term", "assignment", "instructor", "visit", "request", "requests", "role", "chat", "station", "node", "digestplan"] as const;

/** Every “/command …” of a usage text, without what is explained of it after the dash. */
function linesOf(usage: string): string[] {
  return usage.split(/\n| · /u).filter((line) => line.startsWith("/")).map((line) => line.split(" – ")[0]?.trim() ?? "");
}

function understood(line: string): string | null {
  const [, name = "", rest = ""] = /^\/(\w+)\s*(.*)$/u.exec(line) ?? [];
  return READERS[name]?.(rest) ?? null;
}

describe.each(NOUNS)("what can be written about %s", (noun) => {
  const said = { zh: linesOf(messages("zh-CN")[noun].usage), en: linesOf(messages("en")[noun].usage) };

  test.each([...said.zh, ...said.en])("“%s” is understood as it is shown", (line) => expect(understood(line)).not.toBeNull());

  test("both languages show the same, and the Chinese one in Chinese words", () => {
    expect(said.zh.length).toBeGreaterThan(1);
    expect(said.zh.map(understood)).toEqual(said.en.map(understood));
    // Codes, a language of its own name and a zone are no words.
    const words = said.zh.flatMap((line) => line.replace(/^\/\w+/u, "").match(/[A-Za-z/]{2,}/gu) ?? []);
    expect(words.filter((word) => word !== "English" && word !== "Asia/Shanghai")).toEqual([]);
  });
});
