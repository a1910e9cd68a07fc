CREATE EXTENSION IF NOT EXISTS btree_gist;--> statement-breakpoint
CREATE TABLE "instructor_assignment" (
	"station_id" bigint NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "instructor_assignment_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"instructor_id" bigint NOT NULL,
	"unit_id" bigint NOT NULL,
	"from_on" date NOT NULL,
	"through_on" date,
	"end_reason" text,
	"renewed_from" bigint,
	"over_capacity_reason" text,
	CONSTRAINT "instructor_assignment_station_id_id_pk" PRIMARY KEY("station_id","id"),
	CONSTRAINT "assignment_in_order" CHECK (through_on is null or through_on >= from_on - 1)
);--> statement-breakpoint
CREATE TABLE "coverage_link" (
	"station_id" bigint NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "coverage_link_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"organization_id" bigint NOT NULL,
	"unit_id" bigint NOT NULL,
	"from_on" date NOT NULL,
	"through_on" date,
	"end_reason" text,
	CONSTRAINT "coverage_link_station_id_id_pk" PRIMARY KEY("station_id","id"),
	CONSTRAINT "coverage_link_in_order" CHECK (through_on is null or through_on >= from_on - 1)
);--> statement-breakpoint
CREATE TABLE "instructor" (
	"station_id" bigint NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "instructor_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"code" text NOT NULL,
	"account_id" bigint,
	"role" text NOT NULL,
	"capacity" integer NOT NULL,
	"areas" text[] NOT NULL,
	"industries" text[] NOT NULL,
	"languages" text[] NOT NULL,
	"visit_every_days" integer NOT NULL,
	"active_from" date NOT NULL,
	"active_through" date,
	"away_said_at" timestamp with time zone,
	CONSTRAINT "instructor_station_id_id_pk" PRIMARY KEY("station_id","id"),
	CONSTRAINT "instructor_code_plain" CHECK (code = upper(code) and code <> ''),
	CONSTRAINT "instructor_role" CHECK (role in ('instructor', 'liaison')),
	CONSTRAINT "instructor_capacity" CHECK (capacity between 1 and 999),
	CONSTRAINT "instructor_cadence" CHECK (visit_every_days between 1 and 366),
	CONSTRAINT "instructor_in_order" CHECK (active_through is null or active_through >= active_from - 1)
);--> statement-breakpoint
CREATE TABLE "instructor_away" (
	"station_id" bigint NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "instructor_away_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"instructor_id" bigint NOT NULL,
	"from_on" date NOT NULL,
	"through_on" date NOT NULL,
	CONSTRAINT "instructor_away_station_id_id_pk" PRIMARY KEY("station_id","id"),
	CONSTRAINT "instructor_away_in_order" CHECK (through_on >= from_on)
);--> statement-breakpoint
CREATE TABLE "mass_organization" (
	"station_id" bigint NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "mass_organization_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"unit_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"from_on" date NOT NULL,
	"through_on" date,
	"end_reason" text,
	CONSTRAINT "mass_organization_station_id_id_pk" PRIMARY KEY("station_id","id"),
	CONSTRAINT "mass_organization_kind" CHECK (kind in ('trade_union', 'youth_league', 'womens_federation', 'association')),
	CONSTRAINT "mass_organization_in_order" CHECK (through_on is null or through_on >= from_on - 1)
);--> statement-breakpoint
CREATE TABLE "organization_status" (
	"station_id" bigint NOT NULL,
	"organization_id" bigint NOT NULL,
	"status" text NOT NULL,
	"from_on" date NOT NULL,
	"through_on" date,
	CONSTRAINT "organization_status_station_id_organization_id_from_on_pk" PRIMARY KEY("station_id","organization_id","from_on"),
	CONSTRAINT "organization_status_known" CHECK (status in ('proposed', 'active', 'suspended', 'dissolved')),
	CONSTRAINT "organization_status_in_order" CHECK (through_on is null or through_on >= from_on)
);--> statement-breakpoint
CREATE TABLE "survey" (
	"station_id" bigint NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "survey_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"unit_id" bigint NOT NULL,
	"on_day" date NOT NULL,
	"source" text NOT NULL,
	"found_status" text,
	"full_members" integer,
	"willing" text,
	"has_secretary_candidate" boolean,
	"not_formed_reason" text,
	"by" bigint,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "survey_station_id_id_pk" PRIMARY KEY("station_id","id"),
	CONSTRAINT "survey_members" CHECK (full_members between 0 and 99999),
	CONSTRAINT "survey_willing" CHECK (willing in ('yes', 'no', 'undecided'))
);--> statement-breakpoint
CREATE TABLE "unit" (
	"station_id" bigint NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "unit_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"code" text NOT NULL,
	"name" text,
	"kind" text NOT NULL,
	"area" text NOT NULL,
	"market_id" bigint,
	"market_kind" text GENERATED ALWAYS AS (case when market_id is null then null else 'market' end) STORED,
	"industry" text,
	"chain" text,
	"employees" text,
	"entered_on" date NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "unit_station_id_id_pk" PRIMARY KEY("station_id","id"),
	CONSTRAINT "unit_kind_known" CHECK (kind in ('micro_enterprise', 'self_employed', 'market', 'platform_station')),
	CONSTRAINT "unit_employees" CHECK (employees in ('0-2', '3-9', '10-49', '50+')),
	CONSTRAINT "unit_code_plain" CHECK (code = upper(code) and code <> ''),
	CONSTRAINT "unit_not_its_own_market" CHECK (market_id is null or market_id <> id)
);--> statement-breakpoint
CREATE TABLE "unit_status" (
	"station_id" bigint NOT NULL,
	"unit_id" bigint NOT NULL,
	"status" text NOT NULL,
	"from_on" date NOT NULL,
	"through_on" date,
	CONSTRAINT "unit_status_station_id_unit_id_from_on_pk" PRIMARY KEY("station_id","unit_id","from_on"),
	CONSTRAINT "unit_status_known" CHECK (status in ('active', 'dormant', 'closed', 'moved_out', 'not_found')),
	CONSTRAINT "unit_status_in_order" CHECK (through_on is null or through_on >= from_on)
);--> statement-breakpoint
CREATE TABLE "visit" (
	"station_id" bigint NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "visit_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"assignment_id" bigint NOT NULL,
	"on_day" date NOT NULL,
	"mode" text NOT NULL,
	"outcome" text NOT NULL,
	"note" text,
	"followed_up_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "visit_station_id_id_pk" PRIMARY KEY("station_id","id"),
	CONSTRAINT "visit_note" CHECK (char_length(note) <= 200),
	CONSTRAINT "visit_mode" CHECK (mode in ('on_site', 'phone', 'online')),
	CONSTRAINT "visit_outcome" CHECK (outcome in ('ok', 'need_raised', 'no_answer', 'unit_gone'))
);--> statement-breakpoint
ALTER TABLE "organization" ADD COLUMN "code" text;--> statement-breakpoint
ALTER TABLE "organization" ADD COLUMN "level" text;--> statement-breakpoint
ALTER TABLE "organization" ADD COLUMN "formation" text;--> statement-breakpoint
ALTER TABLE "organization" ADD COLUMN "counts_for_coverage" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "organization" ADD COLUMN "area" text;--> statement-breakpoint
ALTER TABLE "organization" ADD COLUMN "market_id" bigint;--> statement-breakpoint
ALTER TABLE "organization" ADD COLUMN "industry" text;--> statement-breakpoint
ALTER TABLE "organization" ADD COLUMN "parent_id" bigint;--> statement-breakpoint
ALTER TABLE "organization" ADD COLUMN "parent_level" text;--> statement-breakpoint
ALTER TABLE "organization" ADD COLUMN "term_started_on" date;--> statement-breakpoint
ALTER TABLE "organization" ADD COLUMN "term_years" integer;--> statement-breakpoint
ALTER TABLE "organization" ADD COLUMN "term_ends_on" date;--> statement-breakpoint
ALTER TABLE "organization" ADD COLUMN "extended_through" date;--> statement-breakpoint
ALTER TABLE "organization" ADD COLUMN "approved_by" text;--> statement-breakpoint
CREATE UNIQUE INDEX "unit_kind" ON "unit" USING btree ("station_id","id","kind");--> statement-breakpoint
CREATE UNIQUE INDEX "organization_at_level" ON "organization" USING btree ("station_id","id","level");--> statement-breakpoint
ALTER TABLE "instructor_assignment" ADD CONSTRAINT "assignment_unit" FOREIGN KEY ("station_id","unit_id") REFERENCES "public"."unit"("station_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "instructor_assignment" ADD CONSTRAINT "assignment_instructor" FOREIGN KEY ("station_id","instructor_id") REFERENCES "public"."instructor"("station_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "instructor_assignment" ADD CONSTRAINT "assignment_renewed_from" FOREIGN KEY ("station_id","renewed_from") REFERENCES "public"."instructor_assignment"("station_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "coverage_link" ADD CONSTRAINT "coverage_link_unit" FOREIGN KEY ("station_id","unit_id") REFERENCES "public"."unit"("station_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "coverage_link" ADD CONSTRAINT "coverage_link_organization" FOREIGN KEY ("station_id","organization_id") REFERENCES "public"."organization"("station_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "instructor" ADD CONSTRAINT "instructor_station_id_station_id_fk" FOREIGN KEY ("station_id") REFERENCES "public"."station"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "instructor" ADD CONSTRAINT "instructor_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "instructor_away" ADD CONSTRAINT "instructor_away_of" FOREIGN KEY ("station_id","instructor_id") REFERENCES "public"."instructor"("station_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mass_organization" ADD CONSTRAINT "mass_organization_of" FOREIGN KEY ("station_id","unit_id") REFERENCES "public"."unit"("station_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organization_status" ADD CONSTRAINT "organization_status_of" FOREIGN KEY ("station_id","organization_id") REFERENCES "public"."organization"("station_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "survey" ADD CONSTRAINT "survey_by_account_id_fk" FOREIGN KEY ("by") REFERENCES "public"."account"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "survey" ADD CONSTRAINT "survey_of" FOREIGN KEY ("station_id","unit_id") REFERENCES "public"."unit"("station_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "unit" ADD CONSTRAINT "unit_station_id_station_id_fk" FOREIGN KEY ("station_id") REFERENCES "public"."station"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "unit" ADD CONSTRAINT "unit_market" FOREIGN KEY ("station_id","market_id","market_kind") REFERENCES "public"."unit"("station_id","id","kind") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "unit_status" ADD CONSTRAINT "unit_status_of" FOREIGN KEY ("station_id","unit_id") REFERENCES "public"."unit"("station_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "visit" ADD CONSTRAINT "visit_of" FOREIGN KEY ("station_id","assignment_id") REFERENCES "public"."instructor_assignment"("station_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "assignment_by_unit" ON "instructor_assignment" USING btree ("station_id","unit_id","from_on");--> statement-breakpoint
CREATE INDEX "assignment_by_instructor" ON "instructor_assignment" USING btree ("station_id","instructor_id","from_on");--> statement-breakpoint
CREATE INDEX "assignment_expiring" ON "instructor_assignment" USING btree ("station_id","through_on");--> statement-breakpoint
CREATE INDEX "coverage_link_by_unit" ON "coverage_link" USING btree ("station_id","unit_id","from_on");--> statement-breakpoint
CREATE INDEX "coverage_link_by_organization" ON "coverage_link" USING btree ("station_id","organization_id","from_on");--> statement-breakpoint
CREATE UNIQUE INDEX "instructor_code" ON "instructor" USING btree ("station_id","code");--> statement-breakpoint
CREATE UNIQUE INDEX "instructor_account" ON "instructor" USING btree ("station_id","account_id");--> statement-breakpoint
CREATE INDEX "instructor_away_by" ON "instructor_away" USING btree ("station_id","instructor_id");--> statement-breakpoint
CREATE INDEX "mass_organization_by_unit" ON "mass_organization" USING btree ("station_id","unit_id","from_on");--> statement-breakpoint
CREATE UNIQUE INDEX "organization_status_now" ON "organization_status" USING btree ("station_id","organization_id") WHERE through_on is null;--> statement-breakpoint
CREATE INDEX "survey_newest" ON "survey" USING btree ("station_id","unit_id","on_day","created_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "unit_code" ON "unit" USING btree ("station_id","code");--> statement-breakpoint
CREATE INDEX "unit_area" ON "unit" USING btree ("station_id","area","code");--> statement-breakpoint
CREATE INDEX "unit_of_kind" ON "unit" USING btree ("station_id","kind","code");--> statement-breakpoint
CREATE INDEX "unit_industry" ON "unit" USING btree ("station_id","industry","code");--> statement-breakpoint
CREATE INDEX "unit_in_market" ON "unit" USING btree ("station_id","market_id","code");--> statement-breakpoint
CREATE UNIQUE INDEX "unit_status_now" ON "unit_status" USING btree ("station_id","unit_id") WHERE through_on is null;--> statement-breakpoint
CREATE INDEX "visit_newest" ON "visit" USING btree ("station_id","assignment_id","on_day");--> statement-breakpoint
ALTER TABLE "organization" ADD CONSTRAINT "organization_parent" FOREIGN KEY ("station_id","parent_id","parent_level") REFERENCES "public"."organization"("station_id","id","level") ON DELETE no action ON UPDATE cascade;--> statement-breakpoint
ALTER TABLE "organization" ADD CONSTRAINT "organization_market" FOREIGN KEY ("station_id","market_id") REFERENCES "public"."unit"("station_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "organization_code" ON "organization" USING btree ("station_id","code");--> statement-breakpoint
ALTER TABLE "organization" ADD CONSTRAINT "organization_parent_level" CHECK ((parent_id is null) = (parent_level is null) and array_position(array['committee', 'general_branch', 'branch', 'group'], parent_level) < array_position(array['committee', 'general_branch', 'branch', 'group'], level));--> statement-breakpoint
ALTER TABLE "organization" ADD CONSTRAINT "organization_registered" CHECK ((code is null) = (level is null) and (code is null) = (formation is null));--> statement-breakpoint
ALTER TABLE "organization" ADD CONSTRAINT "organization_code_plain" CHECK (code = upper(code) and code <> '');--> statement-breakpoint
ALTER TABLE "organization" ADD CONSTRAINT "organization_level" CHECK (level in ('committee', 'general_branch', 'branch', 'group'));--> statement-breakpoint
ALTER TABLE "organization" ADD CONSTRAINT "organization_formation" CHECK (formation in ('separate', 'joint', 'industry', 'area', 'floating', 'functional'));--> statement-breakpoint
ALTER TABLE "organization" ADD CONSTRAINT "organization_own_parent" CHECK (parent_id is null or parent_id <> id);--> statement-breakpoint
ALTER TABLE "organization" ADD CONSTRAINT "organization_extended" CHECK (extended_through is null or extended_through between term_ends_on and (term_ends_on + interval '1 year'));--> statement-breakpoint
-- The day after the last one, so that what ended on the day on which it began is empty.
ALTER TABLE "unit_status" ADD CONSTRAINT "unit_status_one_at_a_time" EXCLUDE USING gist ("station_id" WITH =, "unit_id" WITH =, daterange("from_on", "through_on" + 1) WITH &&);--> statement-breakpoint
ALTER TABLE "organization_status" ADD CONSTRAINT "organization_status_one_at_a_time" EXCLUDE USING gist ("station_id" WITH =, "organization_id" WITH =, daterange("from_on", "through_on" + 1) WITH &&);--> statement-breakpoint
ALTER TABLE "coverage_link" ADD CONSTRAINT "coverage_link_once" EXCLUDE USING gist ("station_id" WITH =, "organization_id" WITH =, "unit_id" WITH =, daterange("from_on", "through_on" + 1) WITH &&);--> statement-breakpoint
ALTER TABLE "instructor_assignment" ADD CONSTRAINT "assignment_once" EXCLUDE USING gist ("station_id" WITH =, "instructor_id" WITH =, "unit_id" WITH =, daterange("from_on", "through_on" + 1) WITH &&);--> statement-breakpoint
ALTER TABLE "mass_organization" ADD CONSTRAINT "mass_organization_once" EXCLUDE USING gist ("station_id" WITH =, "unit_id" WITH =, "kind" WITH =, daterange("from_on", "through_on" + 1) WITH &&);
