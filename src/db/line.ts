import { EventEmitter, once } from "node:events";
import { readFileSync } from "node:fs";
import net from "node:net";
import tls from "node:tls";

// The driver starts its own clock only after the socket is handed over.
const CONNECT_MS = 10_000;
// Finds a server that vanished without a word sooner than the kernel's two hours.
const KEEP_ALIVE_MS = 10_000;
const TERMINATE = Buffer.from([0x58, 0, 0, 0, 4]);
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

export class ConnectionLost extends Error {
  override name = "ConnectionLost";
  readonly code: string;

  constructor(code: string) {
    super(`The connection to the database was lost (${code}).`);
    this.code = code;
  }
}

/**
 * One connection for one driver client. postgres.js 3.4 takes a closed socket back into use under a transaction that still
 * runs: it crashes the process, hangs, or writes into somebody else's transaction (its issues 1133, 1208, 1216). So a line
 * never says "close": it fails what is under way and whatever is asked of it afterwards, and its client is thrown away.
 */
export class Line extends EventEmitter {
  readonly #socket: net.Socket;
  #lost: ConnectionLost | undefined;

  constructor(socket: net.Socket) {
    super();
    this.#socket = socket;
    // Lost before the driver listens: it learns of it by its first write.
    this.on("error", () => undefined);
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
    socket.on("data", (bytes: Buffer) => this.emit("data", bytes));
    socket.on("drain", () => this.emit("drain"));
    socket.on("error", (error: Error & { code?: string }) => this.lose(error.code ?? "CONNECTION_LOST"));
    socket.on("close", () => this.lose("CONNECTION_CLOSED"));
    socket.on("timeout", () => this.lose("CONNECTION_SILENT"));
  }

  get isLost(): boolean {
    return this.#lost !== undefined;
  }

  get readyState(): string {
    return this.#lost === undefined ? "open" : "closed";
  }

  write(bytes: Uint8Array, done?: () => void): boolean {
    if (this.#lost === undefined) return this.#socket.write(bytes, done);
    setImmediate(() => this.emit("error", this.#lost));
    return true;
  }

  /** Gives the connection up when the server says nothing for so long; 0 waits for ever. */
  expectNewsWithin(ms: number): void {
    this.#socket.setTimeout(ms);
  }

  lose(code: string): void {
    if (this.#lost !== undefined) return;
    this.#lost = new ConnectionLost(code);
    this.#socket.destroy();
    this.emit("error", this.#lost);
  }

  destroy(): void {
    this.lose("CONNECTION_DESTROYED");
  }

  end(): void {
    if (this.#lost !== undefined) return;
    this.#lost = new ConnectionLost("CONNECTION_ENDED");
    this.#socket.end(TERMINATE);
  }
}

export type Address = { host: string; port: number; tls: "off" | "wanted" | "required" | "verified"; caFile: string | undefined };

const TLS_MODES: Record<string, Address["tls"]> = {
  prefer: "wanted", require: "required", true: "required", "verify-ca": "verified", "verify-full": "verified",
};

export function readAddress(databaseUrl: string): Address {
  const url = new URL(databaseUrl);
  const mode = url.searchParams.get("sslmode") ?? url.searchParams.get("ssl") ?? "disable";
  return {
    host: decodeURIComponent(url.hostname).replace(/^\[|\]$/g, "") || "localhost",
    port: Number(url.port || 5432),
    tls: TLS_MODES[mode] ?? "off",
    caFile: url.searchParams.get("sslrootcert") ?? undefined,
  };
}

async function secure(socket: net.Socket, address: Address, signal: AbortSignal): Promise<net.Socket> {
  if (address.tls === "off") return socket;
  socket.write(SSL_REQUEST);
  const [answer]: Buffer[] = await once(socket, "data", { signal });
  if (answer?.[0] !== 0x53) {
    if (address.tls === "wanted") return socket;
    throw new ConnectionLost("NO_TLS");
  }
  const secured = tls.connect({
    socket,
    // Whom the certificate must name; an address has no server name to send.
    host: address.host,
    rejectUnauthorized: address.tls === "verified",
    ...(net.isIP(address.host) === 0 && { servername: address.host }),
    ...(address.caFile !== undefined && { ca: readFileSync(address.caFile) }),
  });
  await once(secured, "secureConnect", { signal });
  return secured;
}

export async function connectLine(address: Address): Promise<Line> {
  const signal = AbortSignal.timeout(CONNECT_MS);
  const socket = net.connect({ host: address.host, port: address.port, noDelay: true });
  // A late error, or one beneath TLS, must not be thrown at nobody.
  socket.on("error", () => undefined);
  try {
    await once(socket, "connect", { signal });
    return new Line(await secure(socket, address, signal));
  } catch (error) {
    socket.destroy();
    throw signal.aborted ? new ConnectionLost("CONNECT_TIMEOUT") : error;
  }
}
