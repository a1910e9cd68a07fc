import { Counter, Gauge, Histogram, Registry } from "prom-client";

type HandledAs = "done" | "failed";
type SentAs = "sent" | "notModified" | "tooMany" | "uncertain" | "refused" | "forbidden" | "gone" | "failed";

/** What the bot counts about itself; no label ever names a person, a chat or a station. */
export interface Meter {
  handled(ms: number, as: HandledAs): void;
  called(method: string, as: SentAs): void;
  depth(queue: "inbox" | "outbox", state: string, count: number, oldestSeconds: number): void;
  /** What the last look at the database said: null where it did not answer. */
  database(skewSeconds: number | null): void;
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
  const answers = new Gauge({ name: "muster_database_up", help: "1 if the database answered when this was asked for", registers });
  const skew = new Gauge({ name: "muster_clock_skew_seconds", help: "How far our clock is ahead of the database's", registers });
  return {
    registry,
    handled: (ms, outcome) => handling.observe({ outcome }, ms / 1000),
    called: (method, outcome) => calls.inc({ method, outcome }),
    depth(queue, state, count, oldestSeconds) {
      depth.set({ queue, state }, count);
      oldest.set({ queue }, oldestSeconds);
    },
    database(skewSeconds) {
      answers.set(skewSeconds === null ? 0 : 1);
      if (skewSeconds !== null) skew.set(skewSeconds);
    },
  };
}
