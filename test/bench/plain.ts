/**
 * The same figures by hand, one statement for all stations of a day, with nothing of the product's code: what a database needs for
 * them at least. Each station's totals and its parts by kind, area, industry and market, and what stands beside its units.
 */
export const plainFigures = (day: string) => `
with recursive link as (
  select cl.station_id, cl.unit_id, min(case cl.formation when 'separate' then 1 when 'joint' then 2 when 'industry' then 3 when 'area' then 4 when 'floating' then 5 else 6 end) as formation
  from coverage_link cl join organization o on o.station_id = cl.station_id and o.id = cl.organization_id and o.counts_for_coverage
  join organization_status os on os.station_id = o.station_id and os.organization_id = o.id and os.status = 'active' and os.from_on <= '${day}' and (os.through_on is null or os.through_on >= '${day}')
  where cl.from_on <= '${day}' and (cl.through_on is null or cl.through_on >= '${day}') group by 1, 2),
serving as (
  select ia.station_id, ia.id, ia.unit_id, ia.instructor_id, ia.from_on, ia.through_on, ia.renewed_from, i.visit_every_days from instructor_assignment ia
  join instructor i on i.station_id = ia.station_id and i.id = ia.instructor_id and i.active_from <= '${day}' and (i.active_through is null or i.active_through >= '${day}')
  where ia.from_on <= '${day}' and (ia.through_on is null or ia.through_on >= '${day}')),
chain as (select station_id, id as root, id, renewed_from from serving union all
  select c.station_id, c.root, ia.id, ia.renewed_from from chain c join instructor_assignment ia on ia.station_id = c.station_id and ia.id = c.renewed_from),
visited as (select c.station_id, c.root, max(v.on_day) as on_day from chain c join visit v on v.station_id = c.station_id and v.assignment_id = c.id and v.on_day <= '${day}' group by 1, 2),
assigned as (select s.station_id, s.unit_id, bool_or(coalesce(v.on_day + s.visit_every_days >= '${day}', false)) as is_visited
  from serving s left join visited v on v.station_id = s.station_id and v.root = s.id group by 1, 2),
surveyed as (select distinct on (station_id, unit_id) station_id, unit_id, on_day, full_members from survey where on_day <= '${day}' order by station_id, unit_id, on_day desc, created_at desc, id desc),
facts as (
  select u.station_id, u.kind, u.area, u.industry, u.market_id, st.status, st.status = 'active' as is_in, l.formation, a.unit_id is not null as is_assigned, coalesce(a.is_visited, false) as is_visited,
    m.unit_id is not null as is_mass, s.on_day, s.full_members
  from unit u join unit_status st on st.station_id = u.station_id and st.unit_id = u.id and st.from_on <= '${day}' and (st.through_on is null or st.through_on >= '${day}')
  left join link l on l.station_id = u.station_id and l.unit_id = u.id left join assigned a on a.station_id = u.station_id and a.unit_id = u.id
  left join (select distinct station_id, unit_id from mass_organization where from_on <= '${day}' and (through_on is null or through_on >= '${day}')) m on m.station_id = u.station_id and m.unit_id = u.id
  left join surveyed s on s.station_id = u.station_id and s.unit_id = u.id),
cuts as (
  select station_id, kind, area, industry, market_id, count(*) filter (where is_in) as units, count(*) filter (where status = 'dormant') as dormant, count(*) filter (where status = 'closed') as closed,
    count(*) filter (where status = 'moved_out') as moved_out, count(*) filter (where status = 'not_found') as not_found, count(*) filter (where is_in and formation is not null) as organization,
    count(*) filter (where is_in and formation = 1) as f1, count(*) filter (where is_in and formation = 2) as f2, count(*) filter (where is_in and formation = 3) as f3,
    count(*) filter (where is_in and formation = 4) as f4, count(*) filter (where is_in and formation = 5) as f5, count(*) filter (where is_in and formation = 6) as f6,
    count(*) filter (where is_in and (formation is not null or is_assigned or is_mass)) as work, count(*) filter (where is_in and is_assigned) as assigned, count(*) filter (where is_in and is_visited) as visited,
    count(*) filter (where is_in and full_members >= 3) as should_build, count(*) filter (where is_in and full_members >= 3 and formation = 1) as built,
    count(*) filter (where is_in and on_day >= date '${day}' - 90) as fresh, sum(full_members) filter (where is_in) as members, sum(full_members) filter (where is_in and formation is not null) as members_covered
  from facts group by station_id, grouping sets ((), (kind), (area), (industry), (market_id))),
operating as (select station_id, unit_id from unit_status where status = 'active' and from_on <= '${day}' and (through_on is null or through_on >= '${day}')),
held as (select h.station_id, h.organization_id from activity_host h join activity a on a.station_id = h.station_id and a.id = h.activity_id and a.held_at is not null
  join (select sl.station_id, sl.activity_id, (max(sl.starts_at) at time zone min(s.time_zone))::date as on_day from activity_slot sl join station s on s.id = sl.station_id group by 1, 2) d
    on d.station_id = a.station_id and d.activity_id = a.id and d.on_day between date '${day}' - 29 and '${day}'),
counting as (select distinct cl.station_id, cl.organization_id from coverage_link cl join operating op on op.station_id = cl.station_id and op.unit_id = cl.unit_id
  join organization o on o.station_id = cl.station_id and o.id = cl.organization_id and o.counts_for_coverage
  join organization_status os on os.station_id = o.station_id and os.organization_id = o.id and os.status = 'active' and os.from_on <= '${day}' and (os.through_on is null or os.through_on >= '${day}')
  where cl.from_on <= '${day}' and (cl.through_on is null or cl.through_on >= '${day}')),
organizations as (select c.station_id, count(*) as counting, count(*) filter (where exists (select from held h where h.station_id = c.station_id and h.organization_id = c.organization_id)) as active from counting c group by 1),
counted as (select s.* from serving s join operating op on op.station_id = s.station_id and op.unit_id = s.unit_id),
loads as (select station_id, instructor_id, count(distinct unit_id) as units from counted group by 1, 2),
instructors as (select i.station_id, count(*) as active, count(*) filter (where l.units = i.capacity) as full_ones, count(*) filter (where l.units > i.capacity) as over from instructor i
  left join loads l on l.station_id = i.station_id and l.instructor_id = i.id where i.active_from <= '${day}' and (i.active_through is null or i.active_through >= '${day}') group by 1),
expiring as (select c.station_id, count(*) as ending from counted c where c.through_on <= date '${day}' + 30
  and not exists (select from instructor_assignment la where la.station_id = c.station_id and la.instructor_id = c.instructor_id and la.unit_id = c.unit_id and la.from_on > c.from_on) group by 1),
requests as (select station_id, count(*) as open, count(*) filter (where due_on < '${day}') as overdue from help_request where opened_on <= '${day}' and (closed_on is null or closed_on > '${day}') group by 1),
running as (select distinct on (t.station_id, t.organization_id) t.station_id, coalesce(t.extended_through, t.ends_on) as ends from organization_term t
  join organization_status os on os.station_id = t.station_id and os.organization_id = t.organization_id and os.status in ('active', 'suspended') and os.from_on <= '${day}' and (os.through_on is null or os.through_on >= '${day}')
  where t.started_on <= '${day}' order by t.station_id, t.organization_id, t.started_on desc),
terms as (select station_id, count(*) filter (where ends < '${day}') as overdue, count(*) filter (where ends between '${day}' and date '${day}' + 90) as due_soon from running group by 1)
insert into plain_figures select '${day}', c.*, o.counting, o.active, i.active as instructors, i.full_ones, i.over, e.ending, r.open, r.overdue, t.overdue as terms_overdue, t.due_soon
from cuts c left join organizations o using (station_id) left join instructors i using (station_id) left join expiring e using (station_id) left join requests r using (station_id) left join terms t using (station_id)`;

const COUNTS = [
  "units", "dormant", "closed", "moved_out", "not_found", "organization", "f1", "f2", "f3", "f4", "f5", "f6", "work", "assigned", "visited", "should_build", "built", "fresh", "members", "members_covered",
  "counting", "active", "instructors", "full_ones", "over", "ending", "open", "overdue", "terms_overdue", "due_soon",
];

/** Where the figures by hand are kept; no log is written for it, as the product's must be. */
export const PLAIN_TABLE = `drop table if exists plain_figures; create table plain_figures (day date, station_id bigint, kind text, area text, industry text, market_id bigint, ${COUNTS.map((name) => `${name} bigint`).join(", ")})`;
