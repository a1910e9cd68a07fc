-- The amount of a nightly deletion is as fixed as the rest of the line.
create or replace function audit_event_guard() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    if current_setting('muster.retention', true) is distinct from 'on' then
      raise exception 'audit_event is append-only';
    end if;
    return old;
  end if;
  if new.actor_id is not null or not new.actor_erased
    or (new.station_id, new.id, new.at, new.action, new.object_kind, new.object_id, new.amount)
       is distinct from (old.station_id, old.id, old.at, old.action, old.object_kind, old.object_id, old.amount) then
    raise exception 'audit_event is append-only';
  end if;
  return new;
end $$;
