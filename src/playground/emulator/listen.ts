import { serve } from "@hono/node-server";
import type { ServerType } from "@hono/node-server";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import type { Emulator } from "./emulator.ts";

export type Listening = { url: string; port: number; close: () => Promise<void> };

function closeServer(server: ServerType): Promise<void> {
  return new Promise((closed) => {
    server.close(() => closed());
    if ("closeAllConnections" in server) server.closeAllConnections();
  });
}

/** Serves the emulator over HTTP on this machine only; port 0 takes a free one. */
export async function listen(emulator: Emulator, port = 0): Promise<Listening> {
  const server = serve({ fetch: emulator.app.fetch, port, hostname: "127.0.0.1" });
  await once(server, "listening");
  const taken = (server.address() as AddressInfo).port;
  return {
    url: `http://127.0.0.1:${taken}`,
    port: taken,
    close: async () => {
      emulator.stop();
      await closeServer(server);
    },
  };
}
