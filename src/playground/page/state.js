/** What the page knows. `messages` holds each chat's by id; `seen` how far each person has read each chat and topic. */
export const state = {
  bot: { id: 0, username: "", first_name: "" },
  people: new Map(),
  chats: new Map(),
  messages: new Map(),
  clock: { zone: "Asia/Shanghai", ahead: 0 },
  me: 0,
  chatId: 0,
  threadId: /** @type {number | undefined} */ (undefined),
  screen: "list",
  replyTo: /** @type {any} */ (null),
  asGroup: false,
  waiting: new Set(),
  /** What somebody has ticked in a poll and not sent, by person and message. */
  ballots: new Map(),
  isBusy: false,
};

const ME = "muster.me";
const seen = new Map();

export const me = () => state.people.get(state.me);
export const chat = () => state.chats.get(state.chatId);
export const isPrivate = (id) => id > 0;

export function nameOf(id) {
  if (id === state.bot.id) return state.bot.first_name;
  const person = state.people.get(id);
  return person ? [person.firstName, person.lastName].filter(Boolean).join(" ") : "";
}

const PRESENT = ["creator", "administrator", "member", "restricted"];

export const memberOf = (chatId, personId) => state.chats.get(chatId)?.members.find((one) => one.personId === personId);
export const isIn = (chatId, personId) => chatId === personId || PRESENT.includes(memberOf(chatId, personId)?.status ?? "");
export const isAdminHere = () => ["creator", "administrator"].includes(memberOf(state.chatId, state.me)?.status ?? "");

/** The chats of a person, groups first in the order in which they were made, then the private one. */
export function chatsOf(personId) {
  const groups = [...state.chats.values()].filter((one) => one.id < 0 && isIn(one.id, personId) && one.migratedToId === undefined);
  return [...groups, state.chats.get(personId) ?? { id: personId, type: "private", title: "", isForum: false, topics: [], members: [] }];
}

export function messagesOf(chatId) {
  return [...(state.messages.get(chatId)?.values() ?? [])].filter((message) => !message.deleted);
}

/** The messages of the open chat, or of its open topic; a group's general topic holds what is in no other. */
export function shownMessages() {
  const all = messagesOf(state.chatId);
  return chat()?.isForum ? all.filter((message) => message.threadId === state.threadId) : all;
}

export function lastMessage(chatId) {
  return messagesOf(chatId).at(-1);
}

const placeKey = (personId, chatId, threadId) => `${personId}:${chatId}:${threadId ?? 0}`;

/** Whether something came that this person has not seen; what they wrote themselves is no news. */
export function isNews(personId, chatId, threadId, wholeChat = false) {
  return messagesOf(chatId).some((message) => (wholeChat || message.threadId === threadId) && message.senderId !== personId && !message.isService
    && message.id > (seen.get(placeKey(personId, chatId, message.threadId)) ?? 0));
}

const ballotKey = (message) => `${state.me}:${message.chatId}:${message.id}`;
export const ballotOf = (message) => state.ballots.get(ballotKey(message)) ?? [];
export const keepBallot = (message, chosen) => state.ballots.set(ballotKey(message), chosen);

export function markSeen(personId, chatId, threadId) {
  const last = messagesOf(chatId).filter((message) => message.threadId === threadId).at(-1);
  if (last) seen.set(placeKey(personId, chatId, threadId), last.id);
}

/** At the first look everybody has read everything. */
function markAllSeen() {
  for (const personId of state.people.keys()) {
    for (const { id } of chatsOf(personId)) for (const message of messagesOf(id)) seen.set(placeKey(personId, id, message.threadId), message.id);
  }
}

export function keepMessage(message) {
  if (!state.messages.has(message.chatId)) state.messages.set(message.chatId, new Map());
  state.messages.get(message.chatId).set(message.id, message);
}

export function keepClock(clock) {
  state.clock = { zone: clock.zone, ahead: Date.parse(clock.now) - Date.now() };
}

export const now = () => new Date(Date.now() + state.clock.ahead);

export function become(personId) {
  state.me = personId;
  localStorage.setItem(ME, String(personId));
}

/** Takes over the whole scene, at the start, after a lost connection and after a new beginning. */
export function keepScene(scene, isNew) {
  state.bot = scene.bot;
  state.people = new Map(scene.people.map((one) => [one.id, one]));
  state.chats = new Map(scene.chats.map((one) => [one.id, one]));
  state.messages = new Map();
  for (const message of scene.messages) keepMessage(message);
  keepClock(scene.clock);
  if (isNew) {
    seen.clear();
    markAllSeen();
  }
  const kept = Number(localStorage.getItem(ME));
  if (!state.people.has(state.me)) become(state.people.has(kept) ? kept : scene.people[0]?.id ?? 0);
}
