import { act, readClock, readScene, startAfresh, turnClock } from "./api.js";
import { confirmWith, tell, toast } from "./dialogs.js";
import { ballotOf, become, chat, chatsOf, isAdminHere, isNews, isPrivate, keepBallot, keepClock, keepScene, lastMessage, markSeen, state } from "./state.js";
import { t } from "./words.js";

const PATIENCE_MS = 15_000;
const WATCH_MS = 300;
const wide = matchMedia("(min-width: 860px)");
const pending = new Map();
const early = new Map();
const lastTopic = new Map();
let render = () => {};

/** @param {() => void} given called after everything that changes what is shown */
export function onChange(given) {
  render = given;
}

const isShown = () => (wide.matches || state.screen === "chat") && document.visibilityState === "visible";

export function look() {
  if (state.chatId !== 0 && isShown()) markSeen(state.me, state.chatId, chat()?.isForum ? state.threadId : undefined);
}

/** Tries something; what went wrong is told, never thrown. */
async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    toast(t.failed + (error instanceof Error ? error.message : String(error)));
    return undefined;
  } finally {
    render();
  }
}

function pickTopic(chatId) {
  const group = state.chats.get(chatId);
  if (!group?.isForum) return undefined;
  const open = group.topics.filter((topic) => topic.state !== "deleted").map((topic) => topic.id);
  const fresh = [...open, undefined].find((topic) => isNews(state.me, chatId, topic));
  if (fresh !== undefined) return fresh;
  return lastTopic.has(chatId) ? lastTopic.get(chatId) : lastMessage(chatId)?.threadId ?? open[0];
}

export function openChat(chatId) {
  const isNew = state.screen !== "chat";
  Object.assign(state, { chatId, threadId: pickTopic(chatId), screen: "chat", replyTo: null, asGroup: false });
  if (isNew && !wide.matches) history.pushState({ chat: true }, "");
  render();
}

export function closeChat() {
  if (history.state?.chat) history.back();
  else showList();
}

export function showList() {
  state.screen = "list";
  render();
}

export function openTopic(threadId) {
  lastTopic.set(state.chatId, threadId);
  Object.assign(state, { threadId, replyTo: null });
  render();
}

/** Somebody else takes the chair; in a private chat that means their own. */
export function playAs(personId) {
  const wasPrivate = isPrivate(state.chatId);
  become(personId);
  Object.assign(state, { replyTo: null, asGroup: false });
  if (wasPrivate) state.chatId = personId;
  render();
}

export function replyTo(message) {
  state.replyTo = message;
  render();
}

export function toggleGroupVoice() {
  state.asGroup = !state.asGroup;
  render();
}

function sayOptions() {
  const { replyTo, threadId, asGroup } = state;
  return {
    ...(replyTo && { replyTo: { id: replyTo.id, chatId: replyTo.chatId } }),
    ...(chat()?.isForum && threadId !== undefined && { threadId }),
    ...(asGroup && isAdminHere() && { asAnonymousAdmin: true }),
  };
}

export function say(text) {
  return attempt(async () => {
    const options = sayOptions();
    state.replyTo = null;
    await act("say", state.me, state.chatId, text, options);
    return true;
  });
}

export const start = (personId) => attempt(() => act("start", personId));

/** @param {File} file @param {string} caption */
export function upload(file, caption) {
  return attempt(async () => {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
    const asPhoto = ["image/png", "image/jpeg"].includes(file.type);
    const given = { name: file.name, bytes: { base64 }, ...(file.type && { mime: file.type }), ...(caption && { caption }), asPhoto };
    await act("upload", state.me, state.chatId, given, sayOptions());
    state.replyTo = null;
    return true;
  });
}

export const menu = () => act("menu", state.me, state.chatId).catch(() => []);

const showPrivate = (personId) => {
  if (personId === state.me) openChat(personId);
};

async function follow(personId, url) {
  const opened = await act("follow", personId, url);
  if (opened.started) showPrivate(personId);
  else toast(t.elsewhere(url));
}

export const followLink = (url) => attempt(() => follow(state.me, url));

async function showAnswer(answer) {
  if (answer.url) return follow(answer.personId, answer.url);
  if (answer.text === "") return undefined;
  return answer.showAlert ? void tell(answer.text) : toast(answer.text);
}

/** The bot answered a tap; it may come before we know the tap's own number. */
export function heardAnswer(answer) {
  const finish = pending.get(answer.callbackQueryId);
  if (finish) finish(answer);
  else early.set(answer.callbackQueryId, answer);
}

function answered(id) {
  if (early.has(id)) return early.get(id);
  return new Promise((resolve) => {
    pending.set(id, resolve);
    setTimeout(() => resolve(null), PATIENCE_MS);
  });
}

export const buttonKey = (message, button) => `${message.chatId}:${message.id}:${button.callback_data ?? button.url ?? button.text}`;

export function tap(message, button) {
  const key = `${state.me}:${buttonKey(message, button)}`;
  state.waiting.add(key);
  render();
  return attempt(async () => {
    try {
      const by = state.me;
      const tapped = await act("tap", by, { id: message.id, chatId: message.chatId }, button.callback_data ?? button.url ?? button.text);
      if (tapped.kind === "link") return tapped.started ? showPrivate(by) : toast(t.elsewhere(tapped.url));
      if (tapped.kind === "copy") return void navigator.clipboard.writeText(tapped.text).then(() => toast(t.copied));
      const answer = await answered(tapped.callbackQueryId);
      pending.delete(tapped.callbackQueryId);
      early.clear();
      state.waiting.delete(key);
      return answer && await showAnswer(answer);
    } finally {
      state.waiting.delete(key);
    }
  });
}

export const vote = (message, options) => attempt(() => act("vote", state.me, { id: message.id, chatId: message.chatId }, options));

/** Ticks or unticks one of several. */
export function choose(message, option) {
  const ticked = ballotOf(message);
  keepBallot(message, ticked.includes(option) ? ticked.filter((one) => one !== option) : [...ticked, option]);
  render();
}

export function castBallot(message) {
  const chosen = ballotOf(message);
  keepBallot(message, []);
  return vote(message, chosen);
}

async function busily(work) {
  state.isBusy = true;
  render();
  await attempt(work);
  state.isBusy = false;
  render();
}

const showClock = async () => {
  keepClock(await readClock());
  render();
};

/** A week takes some seconds; meanwhile the clock is seen to run. */
export const turn = (by) => busily(async () => {
  const watching = setInterval(() => void showClock().catch(() => undefined), WATCH_MS);
  const turned = await turnClock(by).finally(() => clearInterval(watching));
  keepClock(turned);
});

export async function refresh(isNew = false) {
  keepScene(await readScene(), isNew);
  if (state.chatId === 0 || (!state.chats.has(state.chatId) && state.chatId !== state.me)) {
    state.chatId = wide.matches ? chatsOf(state.me)[0]?.id ?? 0 : 0;
    state.threadId = pickTopic(state.chatId);
  }
  render();
}

export async function reset() {
  if (!await confirmWith(t.afreshAsk, t.afreshYes)) return;
  toast(t.working);
  await busily(async () => {
    await startAfresh();
    state.chatId = 0;
    state.screen = "list";
    await refresh(true);
  });
}
