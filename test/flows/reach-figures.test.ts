import { eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { readRows } from "../../src/db/client.ts";
import { auditEvent, chat } from "../../src/db/schema.ts";
import { enrol, establish } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { answers, labels } from "../telegram/talk.ts";

const bench = useBench();
const DAY = 24 * 3_600_000;

describe("/reach", () => {
  test("tells the lead people in each group, joined and reachable, and what these do not mean", async () => {
    const at = await establish(bench);
    await enrol(bench, at, "Ben");
    const wen = await enrol(bench, at, "Wen");
    bench.emulator.join(bench.emulator.addPerson({ firstName: "Stranger" }), at.memberGroup);
    bench.emulator.block(wen);
    await bench.run();
    const lead = bench.as(at.lead);
    await lead.types("/reach");
    const { text } = lead.reads();
    expect(text.split("\n")).toEqual(expect.arrayContaining([
      "Joined the station: 2", "Of these reachable in private: 1", "· Organizers: 1", "· Members: 4",
    ]));
    expect(text).toContain("do not divide one by the other");
  });

  test("counts nobody as lost because Telegram stumbled once, and whoever writes again is reachable again", async () => {
    const at = await establish(bench);
    const person = await enrol(bench, at, "Ben");
    const ben = bench.as(person);
    const lead = bench.as(at.lead);
    const reachable = async () => {
      await lead.types("/reach");
      return lead.reads().text.split("\n").find((line) => line.startsWith("Of these"));
    };
    const unanswered = { method: "sendMessage", chatId: person.id };
    bench.emulator.fault({ kind: "serverErrorBefore", ...unanswered });
    expect((await bench.as(person, at.memberGroup).types("/checkin")).reactions).toEqual(["🤔"]);
    expect(await reachable()).toBe("Of these reachable in private: 1");
    bench.emulator.fault({ kind: "error", code: 403, description: "Forbidden: bot can't initiate conversation with a user", ...unanswered });
    expect((await bench.as(person, at.memberGroup).types("/checkin")).reactions).toEqual(["🤔"]);
    expect(await reachable()).toBe("Of these reachable in private: 0");
    await ben.starts();
    ben.reads();
    expect(await reachable()).toBe("Of these reachable in private: 1");
  });

  test("in the organizers' group answers in private, for these figures are the lead's", async () => {
    const at = await establish(bench);
    const inGroup = bench.as(at.lead, at.organizerGroup);
    const before = bench.emulator.messages(at.organizerGroup).length;
    const said = await inGroup.types("/reach");
    expect(said.reactions).toEqual(["👌"]);
    expect(bench.as(at.lead).reads().text).toContain("Joined the station: 0");
    expect(bench.emulator.messages(at.organizerGroup)).toHaveLength(before + 1);
  });

  test("says so where Telegram does not tell how many there are", async () => {
    const at = await establish(bench);
    bench.emulator.fault({ kind: "error", method: "getChatMemberCount", code: 400, description: "Bad Request: chat not found", times: 2 });
    const lead = bench.as(at.lead);
    await lead.types("/reach");
    expect(lead.reads().text).toContain("· Members: Telegram did not say");
  });

  test("is the lead's alone, and each look is recorded", async () => {
    const at = await establish(bench);
    const ben = bench.as(await enrol(bench, at, "Ben"));
    await ben.types("/reach");
    expect(ben.reads().text).toContain("Not found");
    await bench.as(at.lead).types("/reach");
    bench.as(at.lead).reads();
    const looks = await bench.database.db.select().from(auditEvent).where(eq(auditEvent.action, "reach.read"));
    expect(looks).toHaveLength(1);
  });

  test("posts the join link in the member groups, once a day in each", async () => {
    const at = await establish(bench);
    const lead = bench.as(at.lead);
    await lead.types("/reach");
    const shown = lead.reads();
    const first = await lead.taps(shown, "Post the join link in the member groups");
    expect(first).toMatchObject({ toast: "It will be posted in 1 group.", alert: true });
    await bench.settle();
    const post = bench.as(at.lead, at.memberGroup).reads();
    expect(post.text).toContain("It is voluntary");
    expect(post.keyboard.flat().map((button) => button.url)).toEqual([`https://t.me/MusterBot?start=${at.joinPayload}`]);
    const again = await lead.taps(shown, "Post the join link in the member groups");
    expect(again.toast).toContain("already posted today");
    await bench.settle();
    expect(bench.as(at.lead, at.memberGroup).reads().id).toBe(post.id);
    await bench.advance(DAY);
    const next = await lead.taps(shown, "Post the join link in the member groups");
    expect(next.toast).toBe("It will be posted in 1 group.");
    await bench.settle();
    expect(bench.as(at.lead, at.memberGroup).reads().id).not.toBe(post.id);
  });

  test("a member who forges the button posts nothing", async () => {
    const at = await establish(bench);
    const ben = bench.as(await enrol(bench, at, "Ben"));
    await ben.types("/mydata");
    const tap = await ben.forges(ben.reads(), `reach:post:${at.stationId}`);
    expect(tap.toast).toContain("Not found");
    await bench.settle();
    expect(bench.emulator.messages(at.memberGroup).filter((message) => message.text.includes("Would you like to join"))).toEqual([]);
  });

  test("without a member group there is nowhere to post", async () => {
    const at = await establish(bench);
    await bench.database.db.update(chat).set({ state: "left" }).where(eq(chat.kind, "member"));
    const lead = bench.as(at.lead);
    await lead.types("/reach");
    expect(lead.reads().text).not.toContain("· Members");
    expect((await lead.taps(lead.reads(), "Post the join link in the member groups")).toast).toContain("No member group");
  });
});

describe("/join in a group", () => {
  test("sends somebody who knows the bot the way in private, and the group sees one reaction", async () => {
    const at = await establish(bench);
    const wen = bench.emulator.addPerson({ firstName: "Wen", languageCode: "en" });
    bench.emulator.join(wen, at.memberGroup);
    await bench.as(wen).starts();
    bench.emulator.markAllSeen();
    const said = await bench.as(wen, at.memberGroup).types("/join");
    expect(said.reactions).toEqual(["👍"]);
    const told = bench.as(wen).reads();
    expect(told.text).toContain("It is voluntary");
    await bench.as(wen).taps(told, "Read more and join");
    expect(bench.as(wen).reads().text).toContain("Join “Example station”");
  });

  test("by somebody the bot cannot write to posts the link for all, once an hour at most", async () => {
    const at = await establish(bench);
    const people = ["Wen", "Li", "Ann"].map((firstName) => bench.emulator.addPerson({ firstName, languageCode: "en" }));
    for (const person of people) bench.emulator.join(person, at.memberGroup);
    const reactions: string[] = [];
    for (const person of people) reactions.push(...(await bench.as(person, at.memberGroup).types("/join")).reactions);
    await bench.settle();
    expect(reactions).toEqual(["👌", "🤔", "🤔"]);
    const posts = bench.emulator.messages(at.memberGroup).filter((message) => message.text.includes("It is voluntary"));
    expect(posts).toHaveLength(1);
  });

  test("by a member says in private that they have joined", async () => {
    const at = await establish(bench);
    const ben = await enrol(bench, at, "Ben");
    await bench.as(ben, at.memberGroup).types("/join");
    expect(bench.as(ben).reads().text).toContain("You have already joined");
    bench.emulator.markAllSeen();
  });
});

describe("you decide", () => {
  /** The bot's own bookkeeping: ids of updates, pace of groups, what was done when. */
  const BOOKKEEPING = ["inbox", "pace", "period_run", "intake_check"];

  /** Every row of every table, as text. */
  async function everything(bookkeeping: "with" | "without" = "without"): Promise<Record<string, string>> {
    const tables = await readRows(bench.database.db, sql`select tablename from pg_tables where schemaname = 'public'`);
    const found: Record<string, string> = {};
    for (const { tablename } of tables) {
      if (bookkeeping === "without" && BOOKKEEPING.includes(String(tablename))) continue;
      const name = sql.identifier(String(tablename));
      const [row] = await readRows(bench.database.db, sql`select coalesce(json_agg(t order by t::text)::text, '') as all_rows from ${name} t`);
      found[String(tablename)] = String(row?.["all_rows"]);
    }
    return found;
  }

  test("a stranger who taps, types, reads every question and turns back leaves no row anywhere", async () => {
    const at = await establish(bench);
    await bench.as(at.lead, at.organizerGroup).types("/rollcall Meeting for 2h");
    await bench.settle();
    bench.emulator.markAllSeen();
    const before = await everything();
    const wen = bench.emulator.addPerson({ firstName: "Wen", languageCode: "en", id: 5_557_700_999 });
    bench.emulator.join(wen, at.memberGroup);
    const inGroup = bench.as(wen, at.memberGroup);
    await inGroup.taps(inGroup.reads(), "✅ I'm here");
    await inGroup.types("/join");
    await inGroup.types("/checkin");
    await inGroup.types("hello everybody");
    const alone = bench.as(wen);
    await alone.starts(at.joinPayload);
    await answers(alone, "I am 18 or over, go on", "Yes", "Yes", "Yes");
    expect(labels(alone.reads())[0]).toEqual(["Yes", "No"]);
    for (const command of ["/mydata", "/leave", "/forgetme", "/privacy", "/help", "/audit", "/reach", "/join", "/checkin"]) await alone.types(command);
    await alone.types("my name is Wen");
    await bench.settle();
    bench.emulator.markAllSeen();
    expect(await everything()).toEqual(before);
    const all = JSON.stringify(await everything("with"));
    expect(all).not.toContain(String(wen.id));
    expect(all).not.toContain(bench.seal.fingerprint(wen.id));
  });

  test("nobody is enrolled by others: not by being named, granted a role, answered to, added to a group or seen there", async () => {
    const at = await establish(bench);
    const before = await everything();
    const wen = bench.emulator.addPerson({ firstName: "Wen", username: "wen_w", languageCode: "en" });
    bench.emulator.join(wen, at.memberGroup);
    bench.emulator.join(wen, at.organizerGroup);
    bench.emulator.promote(wen, at.organizerGroup);
    const said = bench.emulator.say(wen, at.organizerGroup, "good morning");
    const lead = bench.as(at.lead, at.organizerGroup);
    await lead.types("/role grant organizer", { replyTo: said });
    await lead.types("/join @wen_w");
    await lead.types("/join", { replyTo: said });
    await lead.types("/checkin", { replyTo: said });
    await bench.settle();
    bench.emulator.markAllSeen();
    const after = await everything();
    for (const table of ["account", "member", "consent", "role_grant", "check_in", "affiliation"]) {
      expect(after[table], table).toBe(before[table]);
    }
  });
});
