// A thread starts without the TypeScript loader, however the process itself was started.
import { tsImport } from "tsx/esm/api";

await tsImport("./thread.ts", import.meta.url);
