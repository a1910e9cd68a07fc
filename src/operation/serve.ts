import type { AddressInfo } from "node:net";
import { serve as listen } from "@hono/node-server";
import type { Hono } from "hono";
import { StartError } from "../db/start-error.ts";

export interface Served {
  readonly port: number;
  close(): Promise<void>;
}

/** Listens; a port that is taken is a sentence, not a stack. */
export function serve(http: Hono, host: string, port: number): Promise<Served> {
  return new Promise((resolve, reject) => {
    const server = listen({ fetch: http.fetch, hostname: host, port }, (address: AddressInfo) => resolve({
      port: address.port,
      close: () => new Promise<void>((closed) => {
        server.close(() => closed());
        if ("closeAllConnections" in server) server.closeAllConnections();
      }),
    }));
    server.once("error", (error: NodeJS.ErrnoException) => reject(error.code === "EADDRINUSE"
      ? new StartError(`Port ${port} on ${host} is already in use. Set PORT to a free one, such as ${port + 1}.`)
      : new StartError(`Cannot listen on ${host}:${port} (${error.code ?? "unknown"}). Check HOST and PORT.`)));
  });
}
