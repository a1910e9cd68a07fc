import postgres from "postgres";
import { createLog } from "../../src/operation/log.ts";
import { openServer } from "../../src/db/server.ts";

/** Units of each station: what one office looks after. */
export const UNITS_EACH = 500;
const BENCH_DATABASE = "muster_bench_coverage";

const STATEMENTS = (stations: number) => [
  `insert into station (name, time_zone, locale, join_code, created_at) select 'Station ' || n, 'Asia/Shanghai', 'zh-CN', 'bench-' || n, '2024-01-01' from generate_series(1, ${stations}) n`,
  `insert into unit (station_id, code, kind, area, industry, entered_on, created_at)
    select s.id, 'U' || lpad(n::text, 4, '0'), (array['micro_enterprise', 'self_employed', 'self_employed', 'platform_station'])[1 + n % 4], 'A' || n % 8, 'I' || n % 10,
      case when n % 50 = 0 then date '2026-11-16' else date '2024-03-01' end, '2024-03-01' from station s, generate_series(1, ${UNITS_EACH}) n`,
  `insert into unit_status (station_id, unit_id, status, from_on, through_on) select station_id, id, 'active', entered_on, case when id % 20 = 3 then date '2026-11-17' end from unit
    union all select station_id, id, case when id % 40 = 3 then 'closed' else 'dormant' end, date '2026-11-18', null from unit where id % 20 = 3`,
  `insert into organization (station_id, name, code, level, formation) select s.id, 'G' || n, 'G' || n, 'branch', (array['joint', 'area', 'industry', 'floating'])[1 + n % 4] from station s, generate_series(1, 40) n`,
  `insert into organization_status (station_id, organization_id, status, from_on) select station_id, id, 'active', '2024-01-01' from organization`,
  `insert into organization_term (station_id, organization_id, started_on, years) select station_id, id, date '2023-11-01' + (id % 400)::int, 3 from organization`,
  `insert into coverage_link (station_id, organization_id, formation, unit_id, from_on, through_on)
    select u.station_id, o.id, o.formation, u.id, date '2024-04-01', case when u.id % 30 = 1 then date '2026-11-19' end
    from unit u join organization o on o.station_id = u.station_id and o.code = 'G' || (1 + u.id % 100) where u.id % 100 < 40`,
  `insert into instructor (station_id, code, role, capacity, areas, industries, languages, visit_every_days, active_from)
    select s.id, 'I' || n, 'instructor', 15, '{}', '{}', '{}', 92, '2024-01-01' from station s, generate_series(1, 10) n`,
  `insert into instructor_assignment (station_id, instructor_id, unit_id, from_on, through_on)
    select u.station_id, i.id, u.id, date '2025-11-22' + (u.id % 60)::int, date '2026-11-21' + (u.id % 60)::int from unit u join instructor i on i.station_id = u.station_id and i.code = 'I' || (1 + u.id % 10)
    where u.id % 100 between 35 and 64`,
  `insert into visit (station_id, assignment_id, on_day, mode, outcome, created_at) select station_id, id, date '2026-11-20' - (id % 200)::int, 'on_site', 'ok', '2026-11-20' from instructor_assignment`,
  `insert into mass_organization (station_id, unit_id, kind, from_on) select station_id, id, 'trade_union', '2025-01-01' from unit where id % 20 = 7`,
  `insert into survey (station_id, unit_id, on_day, source, full_members, created_at)
    select station_id, id, date '2026-11-20' - (id % 150)::int - n * 120, 'visit', (id % 7)::int / 2, '2026-11-20' from unit, generate_series(0, 1) n where id % 10 < 9`,
  `insert into activity (station_id, type, title, mode, reminders, created_at, announced_at, held_at, final_came)
    select s.id, 'lecture', 'Held', 'onsite', '{}', '2026-10-01', '2026-10-01', '2026-11-10 06:00+00', 0 from station s, generate_series(1, 20) n`,
  `insert into activity_slot (station_id, activity_id, starts_at, ends_at) select station_id, id, timestamptz '2026-11-10 04:00+00', timestamptz '2026-11-10 05:00+00' from activity`,
  `insert into activity_host (station_id, activity_id, organization_id) select a.station_id, a.id, o.id from activity a join organization o on o.station_id = a.station_id and o.code = 'G' || (1 + a.id % 40)`,
  `insert into help_request (station_id, category, opened_on, due_on, closed_on, created_at)
    select s.id, 'other', date '2026-11-01' + n, date '2026-11-08' + n, case when n % 2 = 0 then date '2026-11-15' + n end, '2026-11-01' from station s, generate_series(1, 10) n`,
];

// Guards against overlaps: nothing here overlaps, and they make such an amount of rows slow to enter.
const GUARDS = ["unit_status_one_at_a_time on unit_status", "organization_status_one_at_a_time on organization_status", "coverage_link_once on coverage_link", "coverage_link_separate on coverage_link",
  "assignment_once on instructor_assignment", "mass_organization_once on mass_organization"];

/** Where the stations of a size are kept on the server; they are made once. */
export function benchUrl(adminUrl: string, stations: number): string {
  const url = new URL(adminUrl);
  url.pathname = `/${BENCH_DATABASE}_${stations}`;
  return url.href;
}

/** Makes so many stations with all that hangs on them, unless they are there; returns the seconds it took. */
export async function seedStations(adminUrl: string, stations: number): Promise<number> {
  const url = benchUrl(adminUrl, stations);
  const name = new URL(url).pathname.slice(1);
  const admin = postgres(adminUrl, { max: 1, onnotice: () => undefined });
  const [found] = await admin`select 1 from pg_database where datname = ${name}`;
  if (!found) await admin`create database ${admin(name)}`;
  await admin.end();
  const begun = performance.now();
  const opened = await openServer(url, createLog("silent"));
  await opened.close();
  const owner = postgres(url, { max: 1, onnotice: () => undefined });
  const [{ count } = { count: 0 }] = await owner<{ count: number }[]>`select count(*)::int as count from station`;
  if (count < stations) {
    for (const guard of GUARDS) await owner.unsafe(`alter table ${guard.split(" on ")[1]} drop constraint if exists ${guard.split(" on ")[0]}`);
    await owner.begin(async (sql) => {
      for (const statement of STATEMENTS(stations)) await sql.unsafe(statement);
    });
    await owner.unsafe("vacuum analyze");
  }
  await owner.end();
  return (performance.now() - begun) / 1000;
}
