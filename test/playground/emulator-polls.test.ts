import { describe, expect, test } from "vitest";
import { createEmulator } from "../../src/playground/emulator/emulator.ts";
import { refusalOf, setStage } from "./stage.ts";

type Stage = ReturnType<typeof setStage>;
type PollOptions = Parameters<Stage["api"]["sendPoll"]>[3];

const DAYS = [{ text: "Saturday" }, { text: "Sunday" }, { text: "Monday" }];
const words = (count: number) => Array.from({ length: count }, (_, index) => ({ text: `Option ${index + 1}` }));

async function setPoll(more: PollOptions = {}, stage: Stage = setStage()) {
  const sent = await stage.api.sendPoll(stage.group.id, "When?", DAYS, more);
  stage.emulator.dropPending();
  return { ...stage, sent, poll: { chatId: stage.group.id, id: sent.message_id } };
}

const kindsOf = (updates: readonly object[]) => updates.map((update) => Object.keys(update).find((key) => key !== "update_id"));

describe("sending a poll", () => {
  test("the message carries the poll, anonymous and with one answer unless asked otherwise", async () => {
    const { sent, emulator, poll } = await setPoll();
    expect(sent.poll).toMatchObject({
      question: "When?", total_voter_count: 0, is_closed: false, is_anonymous: true, type: "regular", allows_multiple_answers: false, allows_revoting: true,
    });
    expect(sent.poll?.options.map(({ text, voter_count }) => [text, voter_count])).toEqual([["Saturday", 0], ["Sunday", 0], ["Monday", 0]]);
    expect(new Set(sent.poll?.options.map((option) => option.persistent_id)).size).toBe(3);
    expect(emulator.sentUnseen().map(({ kind, text }) => `${kind} ${text}`)).toEqual(["message When?"]);
    expect(emulator.message(poll).poll).toEqual(sent.poll);
  });

  test.each([
    ["no question", " ", words(2), "poll question must be non-empty"],
    ["a question of 301 characters", "问".repeat(301), words(2), "poll question length must not exceed 300"],
    ["no option", "When?", [], "poll must have at least 1 answer option"],
    ["thirteen options", "When?", words(13), "poll can't have more than 12 options"],
    ["an empty option", "When?", [{ text: "Saturday" }, { text: " " }], "poll options must be non-empty"],
    ["an option of 101 characters", "When?", [{ text: "Saturday" }, { text: "天".repeat(101) }], "poll options length must not exceed 100"],
  ])("%s is refused", async (_what, question, options, refusal) => {
    const { api, group } = setStage();
    expect(await refusalOf(api.sendPoll(group.id, question, options))).toBe(`400 Bad Request: ${refusal}`);
  });

  test("300 characters, twelve options of 100 and a single one are taken", async () => {
    const { api, group, emulator } = setStage();
    const long = Array.from({ length: 12 }, (_, index) => ({ text: `${"天".repeat(98)}${index + 10}` }));
    await api.sendPoll(group.id, "问".repeat(300), long);
    await api.sendPoll(group.id, "When?", words(1));
    expect(emulator.messages(group).map((message) => message.poll?.options.length)).toEqual([12, 1]);
  });

  test.each([
    [{ open_period: 4 }, false], [{ open_period: 5 }, true], [{ open_period: 2_628_000 }, true], [{ open_period: 2_628_001 }, false],
  ])("an open period %j is taken: %s", async (more, isTaken) => {
    const { api, group } = setStage();
    const sending = api.sendPoll(group.id, "When?", DAYS, more);
    if (isTaken) await expect(sending).resolves.toMatchObject({ poll: more });
    else expect(await refusalOf(sending)).toBe("400 Bad Request: POLL_CLOSE_DATE_INVALID");
  });

  test("a closing date must lie 5 to 2628000 seconds ahead, and no period may stand beside it", async () => {
    const { api, group, emulator } = setStage();
    const now = Date.parse("2026-03-02T08:00:00Z") / 1000;
    const send = (more: PollOptions) => api.sendPoll(group.id, "When?", DAYS, more);
    for (const ahead of [-1, 4, 2_628_001]) expect(await refusalOf(send({ close_date: now + ahead }))).toBe("400 Bad Request: POLL_CLOSE_DATE_INVALID");
    expect((await send({ close_date: now + 2_628_000 })).poll).toMatchObject({ close_date: now + 2_628_000 });
    expect(emulator.errors()).toEqual([]);
    expect(await refusalOf(send({ close_date: now + 60, open_period: 60 }))).toBe("400 Bad Request: POLL_CLOSE_DATE_INVALID");
    expect(emulator.errors()).toEqual(["sendPoll: open_period and close_date can't be used together."]);
  });

  test("a channel takes no named poll", async () => {
    const { api, ada, emulator } = setStage();
    const channel = emulator.addGroup({ title: "News", owner: ada, kind: "channel", bot: "administrator", quietly: true });
    expect(await refusalOf(api.sendPoll(channel.id, "When?", DAYS, { is_anonymous: false }))).toBe("400 Bad Request: non-anonymous polls can't be sent to channel chats");
    await expect(api.sendPoll(channel.id, "When?", DAYS)).resolves.toBeDefined();
  });

  test("it may answer a message, hang in a topic and have buttons", async () => {
    const { api, ben, emulator, group } = setStage();
    const topic = emulator.addTopic(group, "Plans");
    const said = emulator.say(ben, group, "/poll", { threadId: topic });
    const sent = await api.sendPoll(group.id, "When?", DAYS, {
      message_thread_id: topic, reply_parameters: { message_id: said.id }, reply_markup: { inline_keyboard: [[{ text: "Close", callback_data: "poll:1:close" }]] },
    });
    expect(sent).toMatchObject({ message_thread_id: topic, is_topic_message: true, reply_to_message: { text: "/poll" } });
    expect(emulator.messages(group, { threadId: topic }).at(-1)).toMatchObject({ replyToId: said.id, keyboard: [[{ text: "Close" }]] });
    expect(await refusalOf(api.sendPoll(group.id, "When?", DAYS, { reply_parameters: { message_id: 999 } }))).toBe("400 Bad Request: message to be replied not found");
    expect(await refusalOf(api.sendPoll(group.id, "When?", DAYS, { message_thread_id: 999 }))).toBe("400 Bad Request: message thread not found");
  });

  test("one that the limits refuse never was", async () => {
    const { api, ben, emulator, turn } = setStage({ limits: "published" });
    emulator.start(ben);
    for (let sent = 0; sent < 3; sent += 1) await api.sendPoll(ben.id, "When?", DAYS);
    expect(await refusalOf(api.sendPoll(ben.id, "When?", DAYS, { open_period: 5 }))).toMatch(/^429 /);
    emulator.dropPending();
    turn(10);
    expect(await api.getUpdates()).toEqual([]);
  });
});

describe("voting", () => {
  test("every change brings the totals, and an anonymous poll says no more", async () => {
    const { emulator, api, ada, ben, poll } = await setPoll();
    emulator.vote(ada, poll, ["Sunday"]);
    emulator.vote(ben, poll, ["Sunday"]);
    emulator.vote(ben, poll, ["Monday"]);
    emulator.vote(ada, poll, []);
    const updates = await api.getUpdates();
    expect(kindsOf(updates)).toEqual(["poll", "poll", "poll", "poll"]);
    expect(updates.map((update) => update.poll?.options.map((option) => option.voter_count))).toEqual([[0, 1, 0], [0, 2, 0], [0, 1, 1], [0, 0, 1]]);
    expect(updates.map((update) => update.poll?.total_voter_count)).toEqual([1, 2, 2, 1]);
  });

  test("a named poll brings totals and who chose what, by place and by lasting name; taking back is an empty answer", async () => {
    const { emulator, api, ben, poll, sent } = await setPoll({ is_anonymous: false, allows_multiple_answers: true });
    const names = sent.poll?.options.map((option) => option.persistent_id) ?? [];
    emulator.vote(ben, poll, ["Monday", "Saturday"]);
    emulator.vote(ben, poll, []);
    const updates = await api.getUpdates();
    expect(kindsOf(updates)).toEqual(["poll", "poll_answer", "poll", "poll_answer"]);
    const answers = updates.flatMap((update) => (update.poll_answer ? [update.poll_answer] : []));
    expect(answers).toMatchObject([
      { poll_id: sent.poll?.id, user: { id: ben.id }, option_ids: [0, 2], option_persistent_ids: [names[0], names[2]] },
      { poll_id: sent.poll?.id, user: { id: ben.id }, option_ids: [], option_persistent_ids: [] },
    ]);
  });

  test("an admin who hides behind the group answers as the group", async () => {
    const { emulator, api, ada, poll, group } = await setPoll({ is_anonymous: false });
    emulator.vote(ada, poll, [0], { asAnonymousAdmin: true });
    const answer = (await api.getUpdates()).find((update) => update.poll_answer)?.poll_answer;
    expect(answer).toMatchObject({ voter_chat: { id: group.id }, option_ids: [0] });
    expect(answer?.user).toBeUndefined();
  });

  test("the same vote again, and taking back what was never given, tell the bot nothing", async () => {
    const { emulator, ada, ben, poll } = await setPoll();
    emulator.vote(ben, poll, [1]);
    emulator.vote(ben, poll, [1]);
    emulator.vote(ada, poll, []);
    expect(emulator.pendingUpdates()).toBe(1);
    expect(emulator.message(poll).votes).toEqual([{ personId: ben.id, chosen: [1] }]);
  });

  test("what the poll does not allow cannot be done", async () => {
    const { emulator, ben, eve, poll, api, group } = await setPoll();
    expect(() => emulator.vote(ben, poll, [0, 1])).toThrow("one answer only");
    expect(() => emulator.vote(ben, poll, ["Friday"])).toThrow("no option “Friday”");
    expect(() => emulator.vote(ben, poll, [3])).toThrow("no option");
    expect(() => emulator.vote(eve, poll, [0])).toThrow("is not in");
    const { message_id: id } = await api.sendPoll(group.id, "Once?", DAYS, { allows_revoting: false });
    emulator.vote(ben, { ...poll, id }, [0]);
    expect(() => emulator.vote(ben, { ...poll, id }, [])).toThrow("no second vote");
    expect(emulator.errors()).toEqual([]);
  });

  test("only a bot that asked for polls and their answers hears of them, each by its own name", async () => {
    const { emulator, api, ben, poll } = await setPoll({ is_anonymous: false });
    const heard = async (allowed: ("message" | "poll" | "poll_answer")[], chosen: number) => {
      await api.getUpdates({ allowed_updates: allowed });
      emulator.vote(ben, poll, [chosen]);
      const found = kindsOf(await api.getUpdates());
      emulator.dropPending();
      return found;
    };
    expect(await heard(["message"], 0)).toEqual([]);
    expect(await heard(["message", "poll"], 1)).toEqual(["poll"]);
    expect(await heard(["message", "poll_answer"], 2)).toEqual(["poll_answer"]);
    expect(await heard(["poll", "poll_answer"], 0)).toEqual(["poll", "poll_answer"]);
  });

  test("by webhook a poll's totals and answers come in their order", async () => {
    const got: string[] = [];
    const stage = setStage({ postUpdate: async (_url, init) => (got.push(kindsOf([JSON.parse(String(init.body))])[0] ?? ""), new Response()) });
    const { emulator, api, ben, poll } = await setPoll({ is_anonymous: false }, stage);
    await api.setWebhook("https://example.org/hook");
    emulator.vote(ben, poll, [0]);
    emulator.vote(ben, poll, [1]);
    await emulator.deliverWebhooks();
    expect(got).toEqual(["poll", "poll_answer", "poll", "poll_answer"]);
  });
});

describe("the end of a poll", () => {
  test("a stopped poll comes back with its totals, takes no vote and cannot be stopped again", async () => {
    const { emulator, api, ada, ben, poll } = await setPoll();
    emulator.vote(ada, poll, ["Sunday"]);
    emulator.vote(ben, poll, ["Sunday"]);
    emulator.dropPending();
    const final = await api.stopPoll(poll.chatId, poll.id);
    expect(final).toMatchObject({ is_closed: true, total_voter_count: 2 });
    expect(final.options.map((option) => option.voter_count)).toEqual([0, 2, 0]);
    expect((await api.getUpdates()).map((update) => update.poll)).toEqual([final]);
    expect(await refusalOf(api.stopPoll(poll.chatId, poll.id))).toBe("400 Bad Request: poll has already been closed");
    expect(() => emulator.vote(ben, poll, [])).toThrow("The poll is closed.");
    expect(emulator.sentUnseen().map(({ kind }) => kind)).toEqual(["message", "poll"]);
  });

  test("it takes its buttons away, or brings new ones", async () => {
    const keyboard = (text: string) => ({ reply_markup: { inline_keyboard: [[{ text, callback_data: "x" }]] } });
    const { emulator, api, poll } = await setPoll(keyboard("Close"));
    await api.stopPoll(poll.chatId, poll.id);
    expect(emulator.message(poll).keyboard).toEqual([]);
    const { message_id: id } = await api.sendPoll(poll.chatId, "And now?", DAYS, keyboard("Close"));
    await api.stopPoll(poll.chatId, id, keyboard("Announce"));
    expect(emulator.message({ ...poll, id }).keyboard).toEqual([[{ text: "Announce", callback_data: "x" }]]);
  });

  test("what is no poll of the bot's cannot be stopped", async () => {
    const { emulator, api, ben, poll } = await setPoll();
    const { message_id: plain } = await api.sendMessage(poll.chatId, "No poll");
    const said = emulator.say(ben, poll.chatId, "/x");
    expect(await refusalOf(api.stopPoll(poll.chatId, plain))).toBe("400 Bad Request: message is not a poll");
    expect(await refusalOf(api.stopPoll(poll.chatId, 999))).toBe("400 Bad Request: message with poll to stop not found");
    expect(await refusalOf(api.stopPoll(poll.chatId, said.id))).toBe("400 Bad Request: message can't be edited");
  });

  test("its words cannot be edited, its buttons can", async () => {
    const { emulator, api, poll } = await setPoll();
    expect(await refusalOf(api.editMessageText(poll.chatId, poll.id, "x"))).toBe("400 Bad Request: there is no text in the message to edit");
    expect(await refusalOf(api.editMessageCaption(poll.chatId, poll.id, { caption: "x" }))).toBe("400 Bad Request: there is no caption in the message to edit");
    await api.editMessageReplyMarkup(poll.chatId, poll.id, { reply_markup: { inline_keyboard: [[{ text: "Close", callback_data: "x" }]] } });
    expect(emulator.message(poll)).toMatchObject({ keyboard: [[{ text: "Close" }]], poll: { is_closed: false } });
  });

  test("one with an end closes by the clock, tells the bot and whoever watches, and refuses to be stopped", async () => {
    const { emulator, api, ben, poll, turn } = await setPoll({ open_period: 60 });
    const shown: boolean[] = [];
    emulator.subscribe((event) => event.type === "poll" && shown.push(event.message.poll?.is_closed === true));
    emulator.vote(ben, poll, ["Sunday"]);
    turn(60);
    expect(() => emulator.vote(ben, poll, ["Monday"])).toThrow("The poll is closed.");
    const updates = await api.getUpdates();
    expect(updates.map((update) => [update.poll?.is_closed, update.poll?.total_voter_count])).toEqual([[false, 1], [true, 1]]);
    expect(shown).toEqual([false, true]);
    expect(await refusalOf(api.stopPoll(poll.chatId, poll.id))).toBe("400 Bad Request: poll has already been closed");
  });

  test("stopping counts as an edit against the group's twenty a minute", async () => {
    const { api, poll, turn } = await setPoll({}, setStage({ limits: "published" }));
    for (let edit = 1; edit < 20; edit += 1) {
      turn(1);
      await api.editMessageReplyMarkup(poll.chatId, poll.id, { reply_markup: { inline_keyboard: [[{ text: `${edit}`, callback_data: "x" }]] } });
    }
    turn(1);
    expect(await refusalOf(api.stopPoll(poll.chatId, poll.id))).toMatch(/^429 /);
    turn(40);
    await expect(api.stopPoll(poll.chatId, poll.id)).resolves.toMatchObject({ is_closed: true });
  });

  test("a kept poll goes on with its votes", async () => {
    const { emulator, ben, poll } = await setPoll({ is_anonymous: false });
    emulator.vote(ben, poll, [1]);
    const later = createEmulator({ now: () => new Date("2026-03-02T09:00:00Z"), limits: "off" });
    later.restore(emulator.snapshot());
    later.vote(ben, poll, [2]);
    expect(later.message(poll).poll?.options.map((option) => option.voter_count)).toEqual([0, 0, 1]);
  });
});
