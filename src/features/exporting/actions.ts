import type { Result, StationScope } from "../../context.ts";
import { recordAudit } from "../audit/actions.ts";
import { isAllowed } from "../role/actions.ts";
import type { SheetName } from "../sheet/rules.ts";
import { tableOf } from "../table/actions.ts";

/** What the register says of each thing, some at a time. */
async function* readPages(scope: StationScope, sheet: SheetName): AsyncGenerator<readonly unknown[]> {
  const table = tableOf(sheet);
  for (let after: string | null = null; ;) {
    const page = await table.page(scope.db, scope.stationId, after);
    if (page.length === 0) return;
    yield page.map(({ facts }) => facts);
    after = page.at(-1)?.at ?? null;
  }
}

export const mayExport = (scope: StationScope): Promise<boolean> => isAllowed(scope.db, scope, "export");

/** All that the register says in a sheet, for whoever may have it; that it was given out is recorded first. */
export async function openExport(scope: StationScope, sheet: SheetName): Promise<Result<"notForYou", { pages: AsyncIterable<readonly unknown[]> }>> {
  return scope.act(async (tx): Promise<Result<"notForYou", { pages: AsyncIterable<readonly unknown[]> }>> => {
    if (!await isAllowed(tx, scope, "export")) return { ok: false, reason: "notForYou" };
    await recordAudit(tx, scope, "register.exported");
    return { ok: true, pages: readPages(scope, sheet) };
  });
}
