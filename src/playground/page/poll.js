import { castBallot, choose, vote } from "./deeds.js";
import { el } from "./dom.js";
import { ballotOf, nameOf, state } from "./state.js";
import { briefText, clockText } from "./time.js";
import { t } from "./words.js";

const chosenBy = ({ votes }, personId) => votes?.find((one) => one.personId === personId)?.chosen ?? [];

/** What a poll's look hangs on, beyond the message: who looks, and what they have ticked and not sent. */
export const pollStamp = (message) => (message.poll ? [state.me, ballotOf(message)] : null);

function result(message, option, index) {
  const { poll, votes } = message;
  const isMine = chosenBy(message, state.me).includes(index);
  const share = Math.round(option.voter_count * 100 / Math.max(1, poll.total_voter_count));
  const who = poll.is_anonymous ? "" : (votes ?? []).filter(({ chosen }) => chosen.includes(index)).map(({ personId }) => nameOf(personId)).join(t.comma);
  return el("div", { class: "poll-option" },
    el("span", { class: "poll-share" }, `${share}%`),
    el("span", { class: "poll-text" }, option.text, isMine && el("span", { class: "poll-mine", role: "img", "aria-label": t.yourVote }, " ✓")),
    el("span", { class: "poll-count" }, String(option.voter_count)),
    el("progress", { max: Math.max(1, poll.total_voter_count), value: option.voter_count, "aria-hidden": "true" }),
    who !== "" && el("span", { class: "poll-who" }, who));
}

function choice(message, option, index) {
  const isMultiple = message.poll.allows_multiple_answers;
  const isTicked = ballotOf(message).includes(index);
  return el("button", {
    type: "button", class: "poll-option poll-choice", role: isMultiple ? "checkbox" : null, "aria-checked": isMultiple ? String(isTicked) : null,
    onclick: () => (isMultiple ? choose(message, index) : vote(message, [index])),
  }, el("span", { class: "poll-tick", "aria-hidden": "true" }, isMultiple ? (isTicked ? "☑" : "☐") : "○"), el("span", { class: "poll-text" }, option.text));
}

function foot(message, isShown) {
  const { poll } = message;
  const end = poll.close_date === undefined || poll.is_closed ? null : new Date(poll.close_date * 1000);
  const until = end && (briefText(end) === clockText(end) ? clockText(end) : `${briefText(end)} ${clockText(end)}`);
  return [
    !isShown && poll.allows_multiple_answers && el("button", {
      type: "button", class: "strong poll-vote", disabled: ballotOf(message).length === 0, onclick: () => castBallot(message),
    }, t.castVote),
    el("div", { class: "poll-foot" },
      el("small", {}, [t.voters(poll.total_voter_count), until && t.pollUntil(until)].filter(Boolean).join(" · ")),
      isShown && !poll.is_closed && poll.allows_revoting && el("button", { type: "button", class: "plain", onclick: () => vote(message, []) }, t.retract)),
  ];
}

/** A poll as Telegram shows it: choices until one has voted, and then, or when it is closed, what came of it. */
export function pollBox(message) {
  const { poll } = message;
  const isShown = poll.is_closed || chosenBy(message, state.me).length > 0;
  const kind = poll.is_closed ? t.pollClosed : poll.is_anonymous ? t.pollAnonymous : t.pollNamed;
  return el("div", { class: "poll" },
    poll.description !== undefined && el("div", { class: "poll-description" }, poll.description),
    el("strong", {}, poll.question), el("small", { class: "poll-kind" }, kind),
    ...poll.options.map((option, index) => (isShown ? result : choice)(message, option, index)),
    ...foot(message, isShown));
}
