import { serve } from '@hono/node-server';
import type { AddressInfo } from 'node:net';
import type { Emulator } from './emulator.ts';

export type Listening = { url: string; port: number; close: () => Promise<void> };

/** Serves the emulator over HTTP on this machine only; port 0 takes a free one. */
export function listen(emulator: Emulator, port = 0): Promise<Listening> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: emulator.app.fetch, port, hostname: '127.0.0.1' }, (info: AddressInfo) => {
      const close = () =>
        new Promise<void>((closed) => {
          emulator.stop();
          server.close(() => closed());
          if ('closeAllConnections' in server) server.closeAllConnections();
        });
      resolve({ url: `http://127.0.0.1:${info.port}`, port: info.port, close });
    });
    server.once('error', reject);
  });
}
