import { listen, readClock } from "./api.js";
import { mountBar } from "./bar.js";
import { mountConversation } from "./conversation.js";
import { heardAnswer, onChange, refresh, showList } from "./deeds.js";
import { toast } from "./dialogs.js";
import { createHint } from "./hint.js";
import { mountChats, mountPeople } from "./panes.js";
import { keepClock, keepMessage, state } from "./state.js";
import { applyLanguage, isChinese, t } from "./words.js";

const CLOCK_MS = 10_000;
const place = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

const hint = createHint();
const page = { render: schedule, showHint: () => {
  showList();
  hint.show();
} };
const updates = [mountBar(place("bar"), page), mountPeople(place("people")), mountChats(place("chats"), hint.card), mountConversation(place("chat"))];

let isDue = false;
let shownLanguage = null;

/** Many changes at once are one painting. */
function schedule() {
  if (isDue) return;
  isDue = true;
  requestAnimationFrame(paint);
}

function paint() {
  isDue = false;
  if (state.people.size === 0) return;
  document.body.dataset.screen = state.screen;
  for (const update of [...updates].toReversed()) update();
  if (shownLanguage !== isChinese()) hint.update();
  shownLanguage = isChinese();
}

const heardMessage = ({ message }) => {
  keepMessage(message);
  schedule();
};

let isFirst = true;
let isLost = false;

async function catchUp() {
  await refresh(isFirst);
  isFirst = false;
  isLost = false;
}

applyLanguage();
document.fonts.addEventListener("loadingdone", ({ fontfaces }) => {
  if (fontfaces.some((face) => face.status === "loaded")) document.documentElement.classList.add("has-han");
});
onChange(schedule);
addEventListener("popstate", showList);
document.addEventListener("visibilitychange", schedule);
setInterval(schedule, CLOCK_MS);
setInterval(() => void readClock().then(keepClock).catch(() => undefined), CLOCK_MS * 3);
listen({
  ready: catchUp, restored: () => void refresh(true), person: () => void refresh(), commands: schedule,
  message: heardMessage, edited: heardMessage, deleted: heardMessage, reacted: heardMessage, poll: heardMessage,
  answered: ({ answer }) => heardAnswer(answer),
  chat: ({ chat }) => {
    state.chats.set(chat.id, chat);
    schedule();
  },
  lost: () => {
    if (!isLost) toast(t.lost);
    isLost = true;
  },
});
