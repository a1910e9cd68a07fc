import { Counter, Gauge, Histogram, Registry } from "prom-client";

type HandledAs = "done" | "failed";
type SentAs = "sent" | "notModified" | "tooMany" | "uncertain" | "refused" | "forbidden" | "gone" | "failed";

/** What the bot counts about itself; no label ever names a person, a chat or a station. */
export interface Meter {
  handled(ms: number, as: HandledAs): void;
  called(method: string, as: SentAs): void;
  depth(queue: "inbox" | "outbox", state: string, count: number, oldestSeconds: number): void;
  readonly registry: Registry;
}

export function createMeter(): Meter {
  const registry = new Registry();
  const registers = [registry];
  const handling = new Histogram({
    name: "muster_update_handling_seconds", help: "From claim to answer", labelNames: ["outcome"],
    buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 30], registers,
  });
  const calls = new Counter({ name: "muster_telegram_calls_total", help: "Calls to Telegram", labelNames: ["method", "outcome"], registers });
  const depth = new Gauge({ name: "muster_queue_depth", help: "Rows waiting", labelNames: ["queue", "state"], registers });
  const oldest = new Gauge({ name: "muster_queue_oldest_seconds", help: "Age of the oldest waiting row", labelNames: ["queue"], registers });
  return {
    registry,
    handled: (ms, outcome) => handling.observe({ outcome }, ms / 1000),
    called: (method, outcome) => calls.inc({ method, outcome }),
    depth(queue, state, count, oldestSeconds) {
      depth.set({ queue, state }, count);
      oldest.set({ queue }, oldestSeconds);
    },
  };
}
