type FaultKind =
  | "tooMany"
  | "serverErrorBefore"
  | "serverErrorAfter"
  | "dropBefore"
  | "dropAfter"
  | "hang"
  | "hangAfter"
  | "error";

/** A misfortune for the next `times` calls that match; `After` kinds execute the call and lose only its answer. */
export type Fault = {
  kind: FaultKind;
  method?: string;
  chatId?: number;
  times?: number;
  retryAfter?: number;
  code?: number;
  description?: string;
  parameters?: Record<string, number>;
  html?: boolean;
};

/** A call that waits until a test lets it go on; `arrived` settles when the call has come in. */
export type Hold = { arrived: Promise<void>; release: () => void };

export type HoldRequest = { method: string; chatId?: number; when?: "before" | "after" };

type Pending<T> = T & { left: number };
type OpenHold = HoldRequest & { arrive: () => void; released: Promise<void> };

export type FaultDesk = { faults: Pending<Fault>[]; holds: OpenHold[] };

export function createFaultDesk(): FaultDesk {
  return { faults: [], holds: [] };
}

type Call = { method: string; chatId: number | undefined };

function matches(rule: { method?: string; chatId?: number }, call: Call): boolean {
  const sameMethod = rule.method === undefined || rule.method.toLowerCase() === call.method.toLowerCase();
  return sameMethod && (rule.chatId === undefined || rule.chatId === call.chatId);
}

export function addFault(desk: FaultDesk, fault: Fault): void {
  desk.faults.push({ ...fault, left: fault.times ?? 1 });
}

/** The fault that strikes this call, counted down; getUpdates is struck only when it is named. */
export function takeFault(desk: FaultDesk, call: Call): Fault | null {
  const struck = desk.faults.find(
    (fault) => fault.left > 0 && matches(fault, call) && (fault.method !== undefined || call.method !== "getUpdates"),
  );
  if (!struck) return null;
  struck.left -= 1;
  desk.faults = desk.faults.filter((fault) => fault.left > 0);
  return struck;
}

type Gate = { opened: Promise<void>; open: () => void };

function createGate(): Gate {
  const openers: (() => void)[] = [];
  const opened = new Promise<void>((resolve) => {
    openers.push(resolve);
  });
  return { opened, open: () => openers.forEach((open) => open()) };
}

export function addHold(desk: FaultDesk, request: HoldRequest): Hold {
  const arrival = createGate();
  const going = createGate();
  desk.holds.push({ ...request, arrive: arrival.open, released: going.opened });
  return { arrived: arrival.opened, release: going.open };
}

/** Keeps the call waiting if a test holds it; each hold keeps one call. */
export async function waitForRelease(desk: FaultDesk, call: Call, when: "before" | "after"): Promise<void> {
  const hold = desk.holds.find((open) => (open.when ?? "before") === when && matches(open, call));
  if (!hold) return;
  desk.holds = desk.holds.filter((open) => open !== hold);
  hold.arrive();
  await hold.released;
}
