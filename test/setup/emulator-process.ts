import { createEmulator } from "../../src/playground/emulator/emulator.ts";
import { listen } from "../../src/playground/emulator/listen.ts";

// node --import tsx test/setup/emulator-process.ts [port] [json options]: prints one line when it listens.
const [port = "0", options = "{}"] = process.argv.slice(2);
const emulator = createEmulator({ now: () => new Date(), autoWebhooks: true, ...JSON.parse(options) });
const listening = await listen(emulator, Number(port));
process.stdout.write(`${JSON.stringify({ url: listening.url, token: emulator.token })}\n`);

const stop = () => void listening.close().then(() => process.exit(0));
process.on("SIGTERM", stop);
process.on("SIGINT", stop);
