/** @param {string} path @param {unknown} [body] */
async function send(path, body) {
  const response = await fetch(path, body === undefined ? {} : {
    method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body),
  });
  const isJson = response.headers.get("content-type")?.startsWith("application/json");
  const answer = isJson ? await response.json() : { error: await response.text() };
  if (!response.ok) throw new Error(answer.error ?? `${response.status}`);
  return answer;
}

/** Does what a person can do in Telegram. @param {string} verb @param {...unknown} args */
export async function act(verb, ...args) {
  return (await send(`/emulator/do/${verb}`, args)).result;
}

export const readScene = () => send("/playground/scene");
export const readClock = () => send("/playground/clock");
/** @param {"tenMinutes" | "hour" | "day" | "nextMonday"} turn */
export const turnClock = (turn) => send("/playground/clock", { turn });
export const startAfresh = () => send("/playground/reset", {});
/** @param {string} id */
export const fileUrl = (id) => `/emulator/files/${encodeURIComponent(id)}`;

/**
 * Hears everything that happens. `ready` also comes when a lost connection is back, and then the scene must be read anew.
 * @param {Record<string, (event: any) => void>} listeners
 */
export function listen(listeners) {
  const source = new EventSource("/emulator/events");
  for (const [type, listener] of Object.entries(listeners)) {
    source.addEventListener(type, (event) => listener(JSON.parse(/** @type {MessageEvent} */ (event).data)));
  }
  source.addEventListener("error", () => listeners.lost?.({}));
}
