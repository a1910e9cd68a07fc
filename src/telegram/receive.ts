import type { Api, ApiClientOptions } from "grammy";
import { verdict } from "../outbox/verdict.ts";

export type Received = { readonly ok: true; readonly bytes: Uint8Array } | { readonly ok: false; readonly reason: "tooLarge" | "gone" };
/** Fetches a file that somebody sent; at most so many bytes of it are ever held. */
export type Receive = (fileId: string, maxBytes: number) => Promise<Received>;

interface ReceiverDeps {
  readonly api: Api;
  readonly token: string;
  readonly apiRoot: string;
  readonly fetch?: ApiClientOptions["fetch"];
}

const DOWNLOAD_MS = 60_000;

/** Telegram hands out files of up to 20 MB, for about an hour. */
async function findPath(api: Api, fileId: string): Promise<string | "tooLarge" | "gone"> {
  try {
    return (await api.getFile(fileId)).file_path ?? "gone";
  } catch (error) {
    const found = verdict(error);
    if (found.kind !== "refused") throw error;
    return found.description.includes("too big") ? "tooLarge" : "gone";
  }
}

/** What a file says of its size is not believed: the bytes are counted as they come. */
async function readAtMost(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > maxBytes) return null;
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

export function createReceiver({ api, token, apiRoot, fetch: given }: ReceiverDeps): Receive {
  const get = (given ?? fetch) as typeof fetch;
  return async (fileId, maxBytes) => {
    const path = await findPath(api, fileId);
    if (path === "tooLarge" || path === "gone") return { ok: false, reason: path };
    const safePath = path.split("/").map(encodeURIComponent).join("/");
    // The address holds the token, so an error that names it must not go further.
    const response = await get(`${apiRoot}/file/bot${token}/${safePath}`, { signal: AbortSignal.timeout(DOWNLOAD_MS), redirect: "error" })
      .catch(() => Promise.reject(new Error("the file could not be fetched")));
    if (response.status === 404) return { ok: false, reason: "gone" };
    if (!response.ok || !response.body) throw new Error(`the file was answered with ${response.status}`);
    const bytes = await readAtMost(response.body, maxBytes);
    return bytes ? { ok: true, bytes } : { ok: false, reason: "tooLarge" };
  };
}
