import { BROKEN_HEADER } from "./server.ts";

/** What bot libraries hand to `fetch`: the platform's own request, or the older Node manner with streams as bodies. */
type FetchInit = {
  method?: string;
  headers?: Record<string, string> | Headers | [string, string][];
  body?: unknown;
  signal?: unknown;
};

export type WireFetch = (input: Request | URL | string, init?: FetchInit) => Promise<Response>;

async function readBody(body: unknown): Promise<string | Uint8Array | undefined> {
  if (body === undefined || body === null || typeof body === "string" || body instanceof Uint8Array) return body ?? undefined;
  const chunks: Uint8Array[] = [];
  for await (const chunk of body as AsyncIterable<Uint8Array | string>) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

type AnySignal = { aborted: boolean; addEventListener: (type: "abort", listener: () => void) => void };

// grammY brings its own AbortSignal class, which the platform's Request would refuse.
function bridge(signal: unknown): AbortSignal {
  const controller = new AbortController();
  const given = signal as AnySignal | null | undefined;
  if (given?.aborted) controller.abort();
  else given?.addEventListener("abort", () => controller.abort());
  return controller.signal;
}

async function toRequest(input: Request | URL | string, init: FetchInit | undefined): Promise<Request> {
  if (input instanceof Request && !init) return input;
  const body = await readBody(init?.body);
  return new Request(input, {
    ...(init?.method === undefined ? {} : { method: init.method }),
    ...(init?.headers === undefined ? {} : { headers: init.headers }),
    ...(body === undefined ? {} : { body: body as NonNullable<RequestInit["body"]> }),
    signal: bridge(init?.signal),
  });
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const fail = () => reject(new DOMException("The operation was aborted.", "AbortError"));
    if (signal.aborted) fail();
    signal.addEventListener("abort", fail, { once: true });
  });
}

/** A `fetch` that ends at the emulator instead of the network, with broken connections and aborts as a network has them. */
export function createWireFetch(handle: (request: Request) => Response | Promise<Response>): WireFetch {
  return async (input, init) => {
    const request = await toRequest(input, init);
    const response = await Promise.race([handle(request), aborted(request.signal)]);
    if (!response.headers.has(BROKEN_HEADER)) return response;
    throw new TypeError("fetch failed", { cause: Object.assign(new Error("socket hang up"), { code: "ECONNRESET" }) });
  };
}
