import type { AccountId, Result, Scope } from "../../context.ts";
import { changeDraft, readDraft, type DraftRefusal, type DraftShown } from "../draft/actions.ts";
import { noneChosen, toggled } from "./rules.ts";

type Choosing = Result<DraftRefusal, { shown: DraftShown }>;

export async function readAudience(scope: Scope, me: AccountId, code: string): Promise<Choosing> {
  return readDraft(scope, me, code);
}

/** Takes one group in or out, whichever page it was on. */
export async function toggleGroup(scope: Scope, me: AccountId, code: string, chatId: number): Promise<Choosing> {
  return changeDraft(scope, me, { code, turn: null }, ({ draft, groups }) => toggled(draft, groups, chatId));
}

export async function chooseAll(scope: Scope, me: AccountId, code: string): Promise<Choosing> {
  return changeDraft(scope, me, { code, turn: null }, ({ draft }) => ({ ...draft, chatIds: null }));
}

export async function chooseNone(scope: Scope, me: AccountId, code: string): Promise<Choosing> {
  return changeDraft(scope, me, { code, turn: null }, ({ draft }) => noneChosen(draft));
}
