-- The audit trail is append-only: an update may only replace the actor by a tombstone,
-- and only the nightly retention, which says so in its transaction, may delete.
create function audit_event_guard() returns trigger language plpgsql as $$
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
--> statement-breakpoint
create trigger audit_event_append_only before update or delete on audit_event
  for each row execute function audit_event_guard();
