-- Every sign of a text and every two neighbouring ones, in small letters, each once: a part of a name is found by an index, in any language.
CREATE FUNCTION grams_of(said text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(array_agg(DISTINCT substr(lower(said), at, size)), '{}')
  FROM generate_series(1, char_length(said)) AS places(at), (VALUES (1), (2)) AS sizes(size)
  WHERE at + size - 1 <= char_length(said)
$$;--> statement-breakpoint
ALTER TABLE "unit" ADD COLUMN "grams" text[] GENERATED ALWAYS AS (grams_of(code || coalesce(' ' || name, ''))) STORED;--> statement-breakpoint
CREATE INDEX "unit_grams" ON "unit" USING gin ("grams");--> statement-breakpoint
CREATE INDEX "unit_status_kind" ON "unit_status" USING btree ("station_id","status","unit_id") WHERE through_on is null;