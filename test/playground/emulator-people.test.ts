import { Api, Bot, GrammyError } from 'grammy';
import { beforeEach, describe, expect, test } from 'vitest';
import { createEmulator } from '../../src/playground/emulator/emulator.ts';
import type { Emulator } from '../../src/playground/emulator/emulator.ts';
import type { Person } from '../../src/playground/emulator/state.ts';
import type { ChatView } from '../../src/playground/emulator/views.ts';

let now = new Date('2026-03-02T08:00:00Z');
let emulator: Emulator;
let api: Api;
let ada: Person;
let ben: Person;
let group: ChatView;

function clientOf(telegram: Emulator): Api {
  return new Api(telegram.token, { fetch: telegram.fetch });
}

async function refusalOf(call: Promise<unknown>): Promise<string> {
  const error: unknown = await call.then(() => null, (reason: unknown) => reason);
  if (!(error instanceof GrammyError)) throw new Error(`Expected a refusal, got ${String(error)}`);
  return `${error.error_code} ${error.description}`;
}

beforeEach(() => {
  now = new Date('2026-03-02T08:00:00Z');
  emulator = createEmulator({ now: () => now, limits: 'off' });
  api = clientOf(emulator);
  ada = emulator.addPerson({ firstName: 'Ada', languageCode: 'en' });
  ben = emulator.addPerson({ firstName: 'Ben', languageCode: 'zh-hans' });
  group = emulator.addGroup({ title: 'Canvassers', owner: ada, members: [ben], quietly: true });
});

describe('a bot and the people around it', () => {
  test('a command in a group reaches the bot and its answer is read back', async () => {
    emulator.say(ben, group, '/checkin@MusterBot now');
    const [update] = await api.getUpdates();
    expect(update?.message).toMatchObject({ text: '/checkin@MusterBot now', from: { first_name: 'Ben' }, chat: { id: group.id } });
    expect(update?.message?.entities).toEqual([{ type: 'bot_command', offset: 0, length: 18 }]);
    await api.sendMessage(group.id, 'Hello Ben');
    expect(emulator.sentUnseen()).toHaveLength(1);
    expect(emulator.lastMessage(group)?.text).toBe('Hello Ben');
    expect(emulator.sentUnseen()).toEqual([]);
  });

  test('a tapped button becomes a callback query whose toast the person sees', async () => {
    const sent = await api.sendMessage(group.id, 'Roll call', {
      reply_markup: { inline_keyboard: [[{ text: "I'm here", callback_data: 'checkin:1:here' }]] },
    });
    const tapped = emulator.tap(ben, { chatId: group.id, id: sent.message_id }, "I'm here");
    const [update] = await api.getUpdates();
    expect(update?.callback_query).toMatchObject({ data: 'checkin:1:here', from: { id: ben.id }, message: { message_id: sent.message_id } });
    await api.answerCallbackQuery(update?.callback_query?.id ?? '', { text: 'Counted' });
    expect(tapped.kind === 'callback' && emulator.answerOf(tapped.callbackQueryId)).toMatchObject({ text: 'Counted', showAlert: false });
  });

  test('an edit shows the new words and edits without a change are refused', async () => {
    const { message_id: id } = await api.sendMessage(group.id, 'One');
    await api.editMessageText(group.id, id, 'Two');
    expect(emulator.message({ chatId: group.id, id })).toMatchObject({ text: 'Two', edits: 1 });
    expect(await refusalOf(api.editMessageText(group.id, id, 'Two'))).toMatch(/^400 Bad Request: message is not modified: /);
  });

  test('a grammY bot polls, handles and stops at once', async () => {
    const bot = new Bot(emulator.token, { client: { fetch: emulator.fetch } });
    bot.command('ping', (ctx) => ctx.react('👍'));
    const running = bot.start({ drop_pending_updates: false });
    const asked = emulator.say(ben, group, '/ping');
    await emulator.until(() => emulator.message(asked).botReactions.length > 0);
    await bot.stop();
    await running;
    expect(emulator.message(asked).botReactions).toEqual(['👍']);
    expect(emulator.errors()).toEqual([]);
  });
});
