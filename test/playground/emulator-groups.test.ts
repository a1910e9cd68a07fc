import { describe, expect, test } from "vitest";
import { refusalOf, setStage } from "./stage.ts";

describe("who may be written to", () => {
  test("strangers, people who never pressed Start and people who blocked the bot cannot", async () => {
    const { emulator, api, ben, eve } = setStage();
    const write = (id: number) => refusalOf(api.sendMessage(id, "Hello"));
    expect(await write(999)).toBe("400 Bad Request: chat not found");
    expect(await write(eve.id)).toBe("400 Bad Request: chat not found");
    expect(await write(ben.id)).toBe("403 Forbidden: bot can't initiate conversation with a user");
    emulator.start(ben);
    await api.sendMessage(ben.id, "Hello");
    emulator.block(ben);
    expect(await write(ben.id)).toBe("403 Forbidden: bot was blocked by the user");
    emulator.start(ben, "again");
    await api.sendMessage(ben.id, "Hello");
    emulator.deactivate(ben);
    expect(await write(ben.id)).toBe("403 Forbidden: user is deactivated");
    const blocked = (await api.getUpdates()).flatMap((update) => (update.my_chat_member ? [update.my_chat_member.new_chat_member.status] : []));
    expect(blocked).toEqual(["kicked", "member"]);
  });

  test.each([["group" as const], ["supergroup" as const]])("a bot thrown out of a %s is told so, and again when it comes back", async (kind) => {
    const { emulator, api, ada, ben } = setStage();
    const group = emulator.addGroup({ title: "Helpers", owner: ada, members: [ben], kind });
    emulator.removeBot(ada, group);
    expect(await refusalOf(api.sendMessage(group.id, "x"))).toBe(`403 Forbidden: bot was kicked from the ${kind} chat`);
    emulator.addBot(ada, group);
    await api.sendMessage(group.id, "x");
    await api.leaveChat(group.id);
    expect(await refusalOf(api.sendMessage(group.id, "x"))).toBe(`403 Forbidden: bot is not a member of the ${kind} chat`);
    const statuses = (await api.getUpdates()).flatMap((update) => (update.my_chat_member ? [update.my_chat_member.new_chat_member.status] : []));
    expect(statuses).toEqual(["member", "kicked", "member", "left"]);
  });

  test("a bot that may not write is refused, unless it is an admin", async () => {
    const { emulator, api, group } = setStage();
    emulator.letMembersSend(group, false);
    expect(await refusalOf(api.sendMessage(group.id, "x"))).toBe("400 Bad Request: not enough rights to send text messages to the chat");
    emulator.promoteBot(group);
    await api.sendMessage(group.id, "x");
    emulator.letMembersSend(group, true);
    emulator.restrictBot(group);
    expect(await refusalOf(api.sendMessage(group.id, "x"))).toBe("400 Bad Request: not enough rights to send text messages to the chat");
  });

  test("an upgraded group refuses with its new id, and tells the bot from both sides", async () => {
    const { emulator, api, ada, ben } = setStage();
    const old = emulator.addGroup({ title: "Helpers", owner: ada, members: [ben], kind: "group", quietly: true });
    await api.sendMessage(old.id, "before");
    const fresh = emulator.migrate(old);
    const refusal: unknown = await api.sendMessage(old.id, "x").catch((error: unknown) => error);
    expect(refusal).toMatchObject({
      error_code: 400,
      description: "Bad Request: group chat was upgraded to a supergroup chat",
      parameters: { migrate_to_chat_id: fresh.id },
    });
    await api.sendMessage(fresh.id, "x");
    const messages = (await api.getUpdates()).flatMap((update) => (update.message ? [update.message] : []));
    expect(messages.map((message) => [message.chat.id, message.migrate_to_chat_id ?? message.migrate_from_chat_id])).toEqual([
      [old.id, fresh.id],
      [fresh.id, old.id],
    ]);
    expect(fresh.members).toContainEqual({ personId: ben.id, status: "member" });
  });

  test("a deleted group is gone for good", async () => {
    const { emulator, api, ada } = setStage();
    const group = emulator.addGroup({ title: "Helpers", owner: ada, kind: "group", quietly: true });
    emulator.deleteGroup(group);
    expect(await refusalOf(api.sendMessage(group.id, "x"))).toBe("403 Forbidden: the group chat was deleted");
  });

  test("deleting what others wrote needs the right to", async () => {
    const { emulator, api, ben, group } = setStage();
    emulator.promoteBot(group, { can_manage_chat: true });
    const said = emulator.say(ben, group, "hm");
    expect(await refusalOf(api.deleteMessage(group.id, said.id))).toBe("400 Bad Request: message can't be deleted");
    emulator.promoteBot(group);
    await api.deleteMessage(group.id, said.id);
    expect(emulator.message(said).deleted).toBe(true);
  });
});

describe("topics", () => {
  test("a bot writes into open topics, not into closed, deleted or unknown ones", async () => {
    const { emulator, api, group } = setStage();
    const topic = emulator.addTopic(group, "Schedule");
    const write = (thread: number) => api.sendMessage(group.id, "x", { message_thread_id: thread });
    const sent = await write(topic);
    expect(sent).toMatchObject({ message_thread_id: topic, is_topic_message: true, chat: { is_forum: true } });
    expect(emulator.lastMessage(group, { threadId: topic })?.id).toBe(sent.message_id);
    expect(await refusalOf(write(1))).toBe("400 Bad Request: message thread not found");
    emulator.closeTopic(group, topic);
    expect(await refusalOf(write(topic))).toBe("400 Bad Request: TOPIC_CLOSED");
    emulator.promoteBot(group);
    await write(topic);
    emulator.deleteTopic(group, topic);
    expect(await refusalOf(write(topic))).toBe("400 Bad Request: message thread not found");
    emulator.removeTopics(group);
    expect((await write(topic)).is_topic_message).toBeUndefined();
  });

  test("what people say in a topic says so", async () => {
    const { emulator, api, ben, group } = setStage();
    const topic = emulator.addTopic(group, "Schedule");
    emulator.dropPending();
    emulator.say(ben, group, "/x", { threadId: topic });
    expect((await api.getUpdates())[0]?.message).toMatchObject({
      message_thread_id: topic,
      is_topic_message: true,
      reply_to_message: { forum_topic_created: { name: "Schedule" } },
    });
  });
});

describe("what can be asked about a chat", () => {
  test("its title, people and who leads it", async () => {
    const { emulator, api, ada, ben, eve, group } = setStage();
    emulator.rename(group, "Walkers");
    emulator.makePublic(group, "walkers");
    expect(await api.getChat("@walkers")).toMatchObject({ id: group.id, title: "Walkers", username: "walkers", type: "supergroup" });
    expect(await api.getChatMemberCount(group.id)).toBe(3);
    expect((await api.getChatAdministrators(group.id)).map((member) => [member.status, member.user.id])).toEqual([["creator", ada.id]]);
    expect((await api.getChatMember(group.id, ben.id)).status).toBe("member");
    expect((await api.getChatMember(group.id, eve.id)).status).toBe("left");
    expect(await refusalOf(api.getChatMember(group.id, 12))).toBe("400 Bad Request: user not found");
    expect(await refusalOf(api.getChat(-5))).toBe("400 Bad Request: chat not found");
  });
});
