import { sql, type SQL } from "drizzle-orm";
import { readRows, type Database, type Tx } from "../../db/client.ts";
import { UNIT_STATUSES } from "../../db/schema-register.ts";
import { isCountingLink, isServing, validOn } from "../coverage/actions.ts";
import { unitFacts } from "../figures/actions.ts";
import { causesOf, type Causes, type Hold, type Seen } from "./rules.ts";

/** The station, or a part of it by one of its cuts. */
export interface Part {
  readonly stationId: number;
  readonly cut?: { readonly by: "kind" | "area" | "industry" | "market"; readonly key: string };
}

const CUT_COLUMNS = {
  kind: sql`b.kind`, area: sql`b.area`, industry: sql`b.industry`, market: sql`(select mk.code from unit mk where mk.station_id = b.station_id and mk.id = b.market_id)`,
} as const;

const ofUnit = (of: string) => sql`${sql.identifier(of)}.station_id = b.station_id and ${sql.identifier(of)}.unit_id = b.id`;

/** The link that counts on one day and not on the other: its organization, its two ends, and whether it is valid on the other day too. */
const linkSeen = (on: string, other: string): SQL => sql`(select jsonb_build_object('code', lo.code, 'from', cl.from_on, 'through', cl.through_on, 'isValid', ${validOn("cl", other)})
  from coverage_link cl join organization lo on lo.station_id = cl.station_id and lo.id = cl.organization_id
  where ${ofUnit("cl")} and ${isCountingLink(on, "cl")} and not ${isCountingLink(other, "cl")} order by cl.from_on, cl.id limit 1)`;

const assignmentSeen = (on: string, other: string): SQL => sql`(select jsonb_build_object('code', ai.code, 'from', ia.from_on, 'through', ia.through_on, 'isValid', ${validOn("ia", other)},
    'endReason', ia.end_reason)
  from instructor_assignment ia join instructor ai on ai.station_id = ia.station_id and ai.id = ia.instructor_id
  where ${ofUnit("ia")} and ${isServing(on, "ia")} and not ${isServing(other, "ia")} order by ia.from_on, ia.id limit 1)`;

const massOrganizationSeen = (on: string, other: string): SQL => sql`(select jsonb_build_object('code', mo.kind, 'from', mo.from_on, 'through', mo.through_on, 'isValid', false)
  from mass_organization mo where ${ofUnit("mo")} and ${validOn("mo", on)} and not ${validOn("mo", other)} order by mo.from_on, mo.id limit 1)`;

const WORK = (of: string) => sql`(${sql.identifier(of)}.is_in and (${sql.identifier(of)}.formation is not null or ${sql.identifier(of)}.is_assigned or ${sql.identifier(of)}.is_mass_organized))`;
const ORGANIZATION = (of: string) => sql`(${sql.identifier(of)}.is_in and ${sql.identifier(of)}.formation is not null)`;

interface Row {
  readonly [column: string]: unknown;
}

function hold(value: unknown): Hold | null {
  if (typeof value !== "object" || value === null) return null;
  const of = (name: string): unknown => Reflect.get(value, name);
  const text = (name: string) => (typeof of(name) === "string" ? String(of(name)) : null);
  return { code: text("code") ?? "", from: text("from") ?? "", through: text("through"), isValid: of("isValid") === true, endReason: text("endReason") };
}

function seenOf(row: Row): Seen {
  const is = (name: string) => row[name] === true;
  const status = (name: string) => UNIT_STATUSES.find((one) => one === row[name]) ?? null;
  return {
    unit: String(row["code"]), was: status("was"), now: status("now") ?? "active", since: String(row["since"]), wasIn: is("was_in"), isIn: is("is_in"),
    wasOrganized: is("was_organized"), isOrganized: is("is_organized"), wasWorked: is("was_worked"), isWorked: is("is_worked"),
    lost: { link: hold(row["link_lost"]), assignment: hold(row["assignment_lost"]), massOrganization: hold(row["mass_lost"]) },
    gained: { link: hold(row["link_new"]), assignment: hold(row["assignment_new"]), massOrganization: hold(row["mass_new"]) },
  };
}

/** Why the figures of two days differ, unit by unit: every unit that is in a set on one of them and not on the other, under one cause. */
export async function readCauses(db: Database | Tx, { stationId, cut }: Part, from: string, through: string): Promise<Causes> {
  const rows = await readRows(db, sql`with a as (${unitFacts([stationId], from)}), b as (${unitFacts([stationId], through)})
    select b.code, a.status as was, b.status as now, coalesce(a.is_in, false) as was_in, b.is_in, coalesce(${ORGANIZATION("a")}, false) as was_organized, ${ORGANIZATION("b")} as is_organized,
      coalesce(${WORK("a")}, false) as was_worked, ${WORK("b")} as is_worked,
      (select st.from_on::text from unit_status st where ${ofUnit("st")} and ${validOn("st", through)}) as since,
      ${linkSeen(from, through)} as link_lost, ${linkSeen(through, from)} as link_new, ${assignmentSeen(from, through)} as assignment_lost,
      ${assignmentSeen(through, from)} as assignment_new, ${massOrganizationSeen(from, through)} as mass_lost, ${massOrganizationSeen(through, from)} as mass_new
    from b left join a on a.station_id = b.station_id and a.id = b.id
    where ${cut === undefined ? sql`true` : sql`${CUT_COLUMNS[cut.by]} = ${cut.key}`} and (coalesce(a.is_in, false) <> b.is_in
      or coalesce(${ORGANIZATION("a")}, false) <> ${ORGANIZATION("b")} or coalesce(${WORK("a")}, false) <> ${WORK("b")}) order by length(b.code), b.code`);
  return causesOf(rows.map(seenOf));
}
