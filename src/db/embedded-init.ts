import { PGlite } from "@electric-sql/pglite";

// Runs as a process of its own: making a database takes 700 to 900 MB for some seconds, which the bot must not keep.
const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("embedded-init needs a folder");
process.on("disconnect", () => process.exit(1));
const made = await PGlite.create({ dataDir: folder });
await made.close();
process.exit(0);
