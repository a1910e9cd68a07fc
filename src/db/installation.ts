import type { Database } from "./client.ts";
import type { Seal } from "./seal.ts";
import { installation } from "./schema.ts";
import { StartError } from "./start-error.ts";

interface Owner {
  readonly kind: "playground" | "telegram";
  readonly botId: number;
}

/** Nobody has this id: its fingerprint says only whether the key is the one that this database was begun with. */
const NOBODY = 0;

/** Makes sure that this database belongs to this bot: a playground and a real bot never share one, nor do two bots. */
export async function claimInstallation(db: Database, owner: Owner, seal: Pick<Seal, "fingerprint">): Promise<void> {
  const keyCheck = seal.fingerprint(NOBODY);
  await db.insert(installation).values({ ...owner, keyCheck }).onConflictDoNothing();
  const [found] = await db.select().from(installation);
  if (found?.kind !== owner.kind) {
    throw new StartError(owner.kind === "playground"
      ? "This database holds a real bot's data, so the playground will not touch it. Set BOT_TOKEN, or give the playground another DATA_DIR or DATABASE_URL."
      : "This database was used by the playground. Give the real bot an empty one: another DATA_DIR or DATABASE_URL.");
  }
  if (found.botId !== owner.botId) {
    throw new StartError("This database belongs to another bot than BOT_TOKEN's. Check BOT_TOKEN, or give this bot a database of its own.");
  }
  if (found.keyCheck !== keyCheck) {
    throw new StartError("DATA_KEY is not the key that this database was begun with, so nobody in it could be recognised. Set the former DATA_KEY (or put DATA_DIR/key back).");
  }
}
