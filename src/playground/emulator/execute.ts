import { setTimeout as sleep } from "node:timers/promises";
import { takeFault, waitForRelease } from "./faults.ts";
import type { Fault } from "./faults.ts";
import { record } from "./ledger.ts";
import { ParameterError } from "./methods/method.ts";
import type { Method } from "./methods/method.ts";
import { findMethod } from "./methods/registry.ts";
import { closeDuePolls } from "./polls.ts";
import { badRequest, Refusal, tooMany } from "./refusal.ts";
import type { CallInput } from "./request.ts";
import type { World } from "./world.ts";

/** What goes back over the wire; null means that the connection breaks without an answer. */
export type Outcome = { status: number; body: unknown } | { status: number; html: string } | null;

function refusalOutcome(refusal: Refusal): Outcome {
  return { status: refusal.code, body: refusal.toBody() };
}

function targetChat(world: World, params: Record<string, unknown>): number | undefined {
  const callback = world.state.callbacks.get(String(params["callback_query_id"] ?? ""));
  if (callback) return callback.chatId;
  const asked = Number(params["chat_id"]);
  return Number.isFinite(asked) ? asked : undefined;
}

function serverError(fault: Fault): Outcome {
  if (fault.html) return { status: 502, html: "<html><head><title>502 Bad Gateway</title></head></html>" };
  return refusalOutcome(new Refusal(500, fault.description ?? "Internal Server Error"));
}

async function untilGone(signal: AbortSignal): Promise<null> {
  if (signal.aborted) return null;
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(null), { once: true }));
}

type Struck = { outcome: Outcome } | undefined;

/** What a misfortune answers instead of Telegram's own answer. */
function refusalOf(fault: Fault | null): Refusal | null {
  if (fault?.kind === "tooMany") return tooMany(fault.retryAfter ?? 1);
  if (fault?.kind !== "error") return null;
  return new Refusal(fault.code ?? 400, fault.description ?? "Bad Request: something", fault.parameters);
}

async function strikeBefore(fault: Fault | null, signal: AbortSignal): Promise<Struck> {
  if (fault?.kind === "serverErrorBefore") return { outcome: serverError(fault) };
  if (fault?.kind === "dropBefore") return { outcome: null };
  if (fault?.kind === "hang") return { outcome: await untilGone(signal) };
  return undefined;
}

async function strikeAfter(fault: Fault | null, signal: AbortSignal): Promise<Struck> {
  if (fault?.kind === "serverErrorAfter") return { outcome: serverError(fault) };
  if (fault?.kind === "dropAfter") return { outcome: null };
  if (fault?.kind === "hangAfter") return { outcome: await untilGone(signal) };
  return undefined;
}

function checkNames(world: World, name: string, method: Method, params: Record<string, unknown>): void {
  for (const key of Object.keys(params)) {
    if (!method.names.has(key)) world.ledger.errors.push(`${name}: Telegram or the emulator does not know the parameter "${key}".`);
  }
}

// File parts may ride along under names of their own; what is left unreferred is reported by checkNames.
async function run(world: World, name: string, method: Method, input: CallInput, signal: AbortSignal): Promise<Outcome> {
  const note: { chatId?: number; messageId?: number } = {};
  try {
    const result = await method.run({ world, uploads: input.uploads, signal, note }, input.params);
    if (name !== "getUpdates") record(world.ledger, { at: world.now(), method: name, params: input.params, ...note });
    return { status: 200, body: { ok: true, result } };
  } catch (error) {
    if (error instanceof ParameterError) world.ledger.errors.push(`${name}: ${error.message}`);
    const refusal = error instanceof ParameterError ? badRequest(error.message) : error;
    if (!(refusal instanceof Refusal)) throw error;
    const refused = { code: refusal.code, description: refusal.message };
    if (name !== "getUpdates") record(world.ledger, { at: world.now(), method: name, params: input.params, ...note, refused });
    return refusalOutcome(refusal);
  }
}

/** One call of the bot, from misfortune to answer. */
export async function execute(world: World, asked: string, input: CallInput, signal: AbortSignal): Promise<Outcome> {
  const found = findMethod(asked);
  if (!found) {
    world.ledger.errors.push(`The method ${asked} is not emulated.`);
    return refusalOutcome(new Refusal(404, "Not Found"));
  }
  const { name, method } = found;
  const call = { method: name, chatId: targetChat(world, input.params) };
  const fault = takeFault(world.faults, call);
  if (world.settings.latencyMs > 0 && name !== "getUpdates") await sleep(world.settings.latencyMs);
  await waitForRelease(world.faults, call, "before");
  const struck = refusalOf(fault);
  if (struck) {
    const refused = { code: struck.code, description: struck.message };
    record(world.ledger, { at: world.now(), method: name, params: input.params, ...(call.chatId !== undefined && { chatId: call.chatId }), refused });
    return refusalOutcome(struck);
  }
  const before = await strikeBefore(fault, signal);
  if (before) return before.outcome;
  closeDuePolls(world);
  checkNames(world, name, method, input.params);
  const outcome = await run(world, name, method, input, signal);
  if (name !== "getUpdates") world.emit({ type: "called", method: name });
  await waitForRelease(world.faults, call, "after");
  const after = await strikeAfter(fault, signal);
  return after ? after.outcome : outcome;
}
