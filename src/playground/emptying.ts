import type { Database } from "../db/client.ts";

// Tables are emptied in rounds until none refuses, because rows elsewhere still point to it: no list to be kept up to date.
const EMPTY = `do $$
declare
  found record;
  refused boolean := true;
begin
  if not exists (select from installation where kind = 'playground') then
    raise exception 'only a playground may be emptied';
  end if;
  perform set_config('muster.retention', 'on', true);
  for round in 1..20 loop
    exit when not refused;
    refused := false;
    for found in select tablename as name from pg_tables where schemaname = 'public' and tablename <> 'installation' loop
      begin
        execute format('delete from public.%I', found.name);
      exception when foreign_key_violation then
        refused := true;
      end;
    end loop;
  end loop;
  if refused then
    raise exception 'the tables refer to one another in a ring';
  end if;
end $$`;

/** Forgets every station, person and message, in a playground's database only. */
export async function emptyPlayground(db: Database): Promise<void> {
  await db.transaction((tx) => tx.execute(EMPTY));
}
