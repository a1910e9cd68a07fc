import { describe, expect, test } from "vitest";
import { refusalOf, setStage } from "./stage.ts";

type Stage = ReturnType<typeof setStage>;

async function kinds({ api }: Stage): Promise<string[]> {
  const updates = await api.getUpdates();
  return updates.map((update) => Object.keys(update).find((key) => key !== "update_id") ?? "");
}

async function texts({ api }: Stage): Promise<(string | undefined)[]> {
  return (await api.getUpdates()).map((update) => update.message?.text);
}

describe("updates by long polling", () => {
  test("an update comes again until a higher offset confirms it", async () => {
    const { emulator, api, ben } = setStage({ firstUpdateId: 100 });
    emulator.start(ben);
    emulator.say(ben, ben, "two");
    expect((await api.getUpdates({ limit: 1 })).map((update) => update.update_id)).toEqual([100]);
    expect((await api.getUpdates({ offset: 0 })).map((update) => update.update_id)).toEqual([100, 101]);
    expect((await api.getUpdates({ offset: 101 })).map((update) => update.update_id)).toEqual([101]);
    expect((await api.getUpdates()).map((update) => update.update_id)).toEqual([101]);
    expect(await api.getUpdates({ offset: 102 })).toEqual([]);
  });

  test("a negative offset forgets all but the last, and one far ahead is ignored", async () => {
    const { emulator, api, ben } = setStage({ firstUpdateId: 100 });
    for (const text of ["a", "b", "c"]) emulator.say(ben, ben, text);
    expect((await api.getUpdates({ offset: 114 })).map((update) => update.update_id)).toEqual([100, 101, 102]);
    expect((await api.getUpdates({ offset: -1 })).map((update) => update.update_id)).toEqual([102]);
    expect(emulator.pendingUpdates()).toBe(1);
  });

  test("a bot that asks too eagerly is served one at a time, and long answers are cut", async () => {
    const { emulator, api, ben } = setStage();
    for (const text of ["a", "b", "c"]) emulator.say(ben, ben, text);
    emulator.configure({ updatesPerAnswer: 2 });
    expect(await api.getUpdates()).toHaveLength(2);
    emulator.configure({ strictPolling: true });
    expect(await api.getUpdates()).toHaveLength(1);
  });

  test("a waiting poll ends as soon as something happens", async () => {
    const { emulator, api, ben } = setStage();
    const waiting = api.getUpdates({ timeout: 30 });
    await emulator.until(() => emulator.isPolled());
    emulator.start(ben);
    expect((await waiting)[0]?.message?.text).toBe("/start");
  });

  test("a second poller that has to wait ends the first one", async () => {
    const { emulator, api, ben } = setStage();
    const first = refusalOf(api.getUpdates({ timeout: 30 }));
    await emulator.until(() => emulator.isPolled());
    const second = api.getUpdates({ timeout: 30 });
    expect(await first).toBe("409 Conflict: terminated by other getUpdates request; make sure that only one bot instance is running");
    emulator.start(ben);
    expect(await second).toHaveLength(1);
  });

  test("two pollers are both served while updates are waiting", async () => {
    const { emulator, api, ben } = setStage();
    emulator.start(ben);
    const served = await Promise.all([api.getUpdates({ timeout: 30 }), api.getUpdates({ timeout: 30 })]);
    expect(served.map((updates) => updates.length)).toEqual([1, 1]);
  });

  test("polling is refused while a webhook is set, and a webhook ends a waiting poll", async () => {
    const { emulator, api } = setStage();
    const waiting = refusalOf(api.getUpdates({ timeout: 30 }));
    await emulator.until(() => emulator.isPolled());
    await api.setWebhook("https://example.org/hook");
    expect(await waiting).toBe("409 Conflict: terminated by setWebhook request");
    expect(await refusalOf(api.getUpdates())).toMatch(/^409 Conflict: can't use getUpdates method while webhook is active/);
    await api.deleteWebhook();
    expect(await api.getUpdates()).toEqual([]);
  });

  test("a tap is lost after 150 seconds and a message after a day, leaving a gap in the numbers", async () => {
    const { emulator, api, ben, turn } = setStage({ firstUpdateId: 100 });
    emulator.start(ben);
    emulator.press(ben, { chatId: ben.id, id: 1 }, "x");
    turn(151);
    expect((await api.getUpdates()).map((update) => update.update_id)).toEqual([100]);
    turn(86_400);
    expect(await api.getUpdates()).toEqual([]);
    emulator.skipUpdateIds(5);
    emulator.say(ben, ben, "later");
    expect((await api.getUpdates()).map((update) => update.update_id)).toEqual([107]);
  });

  test("only the kinds that the bot asked for are queued, and the list is remembered", async () => {
    const stage = setStage();
    const { emulator, api, ben, group } = stage;
    await api.getUpdates({ allowed_updates: ["callback_query"] });
    emulator.say(ben, group, "/x");
    emulator.press(ben, { chatId: ben.id, id: 1 }, "x");
    expect(await kinds(stage)).toEqual(["callback_query"]);
    await api.getUpdates({ allowed_updates: [] });
    emulator.promoteBot(group);
    emulator.dropPending();
    emulator.demote(ben, group);
    emulator.say(ben, group, "/x");
    expect(await kinds(stage)).toEqual(["message"]);
    await api.getUpdates({ offset: -1, allowed_updates: ["chat_member", "message_reaction"] });
    emulator.dropPending();
    emulator.promote(ben, group);
    emulator.react(ben, emulator.say(ben, group, "hm"), "👍");
    expect(await kinds(stage)).toEqual(["chat_member", "message_reaction"]);
  });
});

describe("what a bot in a group gets to see", () => {
  test("a plain member sees commands for it, answers to it and service messages; an admin sees everything", async () => {
    const stage = setStage();
    const { emulator, api, ben, eve, group } = stage;
    const { message_id: id } = await api.sendMessage(group.id, "Hello");
    emulator.say(ben, group, "chatter");
    emulator.say(ben, group, "/x@OtherBot");
    emulator.say(ben, group, "see /x");
    emulator.say(ben, group, "/x");
    emulator.say(ben, group, "answer", { replyTo: { chatId: group.id, id } });
    emulator.join(eve, group);
    expect(await texts(stage)).toEqual(["/x", "answer", undefined]);
    emulator.promoteBot(group);
    emulator.dropPending();
    emulator.say(ben, group, "chatter");
    expect(await texts(stage)).toEqual(["chatter"]);
  });

  test("people speak as themselves, as the group, as a channel, through a bot or with borrowed words", async () => {
    const { emulator, api, ada, ben, group } = setStage();
    const channel = emulator.addGroup({ title: "News", owner: ada, kind: "channel", bot: "absent" });
    emulator.linkChannel(channel, group);
    emulator.promoteBot(group);
    emulator.dropPending();
    emulator.say(ada, group, "/x", { asAnonymousAdmin: true });
    emulator.say(ada, group, "/x", { asChannel: channel });
    emulator.say(ben, group, "/x", { forwardedFrom: ada });
    emulator.say(ben, group, "/x", { viaBot: "gif" });
    emulator.postInChannel(channel, "/x");
    const seen = (await api.getUpdates()).map((update) => update.message);
    expect(seen.map((message) => message?.from?.id)).toEqual([1_087_968_824, 136_817_688, ben.id, ben.id, 777_000]);
    expect(seen[0]?.sender_chat?.id).toBe(group.id);
    expect(seen[2]?.forward_origin).toMatchObject({ type: "user", sender_user: { first_name: "Ada" } });
    expect(seen[3]?.via_bot?.username).toBe("gif");
    expect(seen[4]).toMatchObject({ is_automatic_forward: true, forward_origin: { type: "channel" } });
  });

  test("an edited message comes as an edit, a channel post without anybody", async () => {
    const stage = setStage();
    const { emulator, api, ada, ben, group } = stage;
    emulator.edit(ben, emulator.say(ben, group, "/x"), "/y");
    const channel = emulator.addGroup({ title: "News", owner: ada, kind: "channel", bot: "administrator", quietly: true });
    emulator.postInChannel(channel, "/z");
    const updates = await api.getUpdates();
    expect(updates[1]?.edited_message?.text).toBe("/y");
    expect(updates[2]?.channel_post).toMatchObject({ text: "/z", sender_chat: { title: "News" } });
    expect(updates[2]?.channel_post?.from).toBeUndefined();
  });
});
