import { expect, test } from "vitest";
import { readTable } from "../../src/workbook/read.ts";
test("a", async () => {
  const rows = [];
  const t0 = performance.now();
  for await (const c of readTable(new TextEncoder().encode("a,b\r\n1,\"x\"\"y\"\n\n2;3,4"))) rows.push(...c.rows);
  console.log(rows, performance.now() - t0);
  const r = [];
  const t1 = performance.now();
  for await (const c of readTable(new TextEncoder().encode(Array.from({length: 50000}, (_, i) => `U${i},name,self-employed,A,U11,food,,3-9,2024-01-01,active`).join("\n")))) r.push(c.rows.length);
  console.log(r.length, performance.now() - t1);
});
