import { and, eq, gt } from "drizzle-orm";
import type { Scope } from "../../context.ts";
import type { Tx } from "../../db/client.ts";
import { hashOfCode, makeCode } from "../../db/code.ts";
import { pendingCommand } from "../../db/schema.ts";

/** Long enough to press a button, short enough that nobody confirms a forgotten command. */
const VALID_MS = 15 * 60_000;

/** Keeps an anonymous admin's command until a real person confirms it; returns the code for the button. */
export async function keepCommand(scope: Scope, command: { telegramChatId: number; threadId: number | null; text: string }): Promise<string> {
  const code = makeCode();
  await scope.act(async (tx) => {
    await tx.insert(pendingCommand).values({
      ...command, codeHash: hashOfCode(code), expiresAt: new Date(scope.now.getTime() + VALID_MS),
    });
  });
  return code;
}

export async function readKeptCommand(scope: Scope, code: string, telegramChatId: number): Promise<string | null> {
  const [kept] = await scope.db.select({ text: pendingCommand.text }).from(pendingCommand).where(and(
    eq(pendingCommand.codeHash, hashOfCode(code)), eq(pendingCommand.telegramChatId, telegramChatId), gt(pendingCommand.expiresAt, scope.now),
  ));
  return kept?.text ?? null;
}

/** Uses the command up inside the transaction that carries it out, so that two presses are one act. */
export async function useKeptCommand(tx: Tx, code: string): Promise<boolean> {
  const used = await tx.delete(pendingCommand).where(eq(pendingCommand.codeHash, hashOfCode(code))).returning({ text: pendingCommand.text });
  return used.length > 0;
}
