CREATE TABLE "coverage_snapshot" (
	"station_id" bigint NOT NULL,
	"as_of" date NOT NULL,
	"formula_version" text NOT NULL,
	"revision" integer NOT NULL,
	"figures" jsonb NOT NULL,
	"taken_at" timestamp with time zone NOT NULL,
	CONSTRAINT "coverage_snapshot_station_id_as_of_formula_version_revision_pk" PRIMARY KEY("station_id","as_of","formula_version","revision"),
	CONSTRAINT "coverage_snapshot_revision" CHECK (revision >= 0)
);
--> statement-breakpoint
CREATE TABLE "digest_line" (
	"station_id" bigint NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "digest_line_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"week_on" date NOT NULL,
	"action" text NOT NULL,
	"unit_id" bigint,
	"assignment_id" bigint,
	"organization_id" bigint,
	"suggestion_id" bigint,
	"taken_by" bigint,
	"taken_at" timestamp with time zone,
	"done_at" timestamp with time zone,
	CONSTRAINT "digest_line_station_id_id_pk" PRIMARY KEY("station_id","id"),
	CONSTRAINT "digest_line_action" CHECK (action in ('assign', 'survey', 'renew', 'announce', 'suggestion')),
	CONSTRAINT "digest_line_week" CHECK (extract(isodow from week_on) = 1),
	CONSTRAINT "digest_line_of_one" CHECK (num_nonnulls(unit_id, assignment_id, organization_id, suggestion_id) = 1)
);
--> statement-breakpoint
CREATE TABLE "digest_list" (
	"station_id" bigint NOT NULL,
	"week_on" date NOT NULL,
	"account_id" bigint NOT NULL,
	"message_id" bigint,
	CONSTRAINT "digest_list_station_id_week_on_account_id_pk" PRIMARY KEY("station_id","week_on","account_id"),
	CONSTRAINT "digest_list_week" CHECK (extract(isodow from week_on) = 1)
);
--> statement-breakpoint
CREATE TABLE "digest_run" (
	"station_id" bigint NOT NULL,
	"chat_id" bigint NOT NULL,
	"week_on" date NOT NULL,
	"state" text NOT NULL,
	"is_late" boolean NOT NULL,
	"revision" integer,
	"message_id" bigint,
	"owed_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "digest_run_station_id_chat_id_week_on_pk" PRIMARY KEY("station_id","chat_id","week_on"),
	CONSTRAINT "digest_run_state" CHECK (state in ('sending', 'sent', 'uncertain', 'refused', 'missed')),
	CONSTRAINT "digest_run_week" CHECK (extract(isodow from week_on) = 1)
);
--> statement-breakpoint
CREATE TABLE "digest_schedule" (
	"station_id" bigint NOT NULL,
	"chat_id" bigint NOT NULL,
	"weekday" integer NOT NULL,
	"minute" integer NOT NULL,
	"thread_id" bigint,
	"locale" text,
	"is_off" boolean DEFAULT false NOT NULL,
	"paused_at" timestamp with time zone,
	CONSTRAINT "digest_schedule_station_id_chat_id_pk" PRIMARY KEY("station_id","chat_id"),
	CONSTRAINT "digest_schedule_weekday" CHECK (weekday between 1 and 7),
	CONSTRAINT "digest_schedule_minute" CHECK (minute between 0 and 1439),
	CONSTRAINT "digest_schedule_locale" CHECK (locale in ('zh-CN', 'en'))
);
--> statement-breakpoint
CREATE TABLE "scope_copy" (
	"node_id" bigint NOT NULL,
	"week_on" date NOT NULL,
	"account_id" bigint NOT NULL,
	"state" text NOT NULL,
	CONSTRAINT "scope_copy_node_id_week_on_account_id_pk" PRIMARY KEY("node_id","week_on","account_id"),
	CONSTRAINT "scope_copy_state" CHECK (state in ('sending', 'sent', 'uncertain', 'refused', 'missed'))
);
--> statement-breakpoint
CREATE TABLE "scope_event" (
	"node_id" bigint NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "scope_event_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp with time zone NOT NULL,
	"actor_id" bigint,
	"action" text NOT NULL,
	"object_id" bigint,
	CONSTRAINT "scope_event_node_id_id_pk" PRIMARY KEY("node_id","id")
);
--> statement-breakpoint
CREATE TABLE "scope_grant" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "scope_grant_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"node_id" bigint NOT NULL,
	"account_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"granted_by" bigint,
	"granted_at" timestamp with time zone NOT NULL,
	CONSTRAINT "scope_grant_kind" CHECK (kind in ('keeper', 'reader'))
);
--> statement-breakpoint
CREATE TABLE "scope_invitation" (
	"code_hash" text PRIMARY KEY NOT NULL,
	"node_id" bigint NOT NULL,
	"purpose" text NOT NULL,
	"created_by" bigint,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	CONSTRAINT "scope_invitation_purpose" CHECK (purpose in ('child', 'keeper', 'reader'))
);
--> statement-breakpoint
CREATE TABLE "scope_node" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "scope_node_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"time_zone" text NOT NULL,
	"locale" text NOT NULL,
	"expected_stations" integer,
	"created_at" timestamp with time zone NOT NULL,
	"closed_at" timestamp with time zone,
	CONSTRAINT "scope_node_kind" CHECK (kind in ('leading_group', 'committee')),
	CONSTRAINT "scope_node_locale" CHECK (locale in ('zh-CN', 'en')),
	CONSTRAINT "scope_node_expected" CHECK (expected_stations between 0 and 99999)
);
--> statement-breakpoint
CREATE TABLE "scope_node_parent" (
	"node_id" bigint NOT NULL,
	"parent_id" bigint NOT NULL,
	"from_on" date NOT NULL,
	"through_on" date,
	CONSTRAINT "scope_node_parent_node_id_from_on_pk" PRIMARY KEY("node_id","from_on"),
	CONSTRAINT "scope_node_parent_not_itself" CHECK (node_id <> parent_id),
	CONSTRAINT "scope_node_parent_in_order" CHECK (through_on is null or through_on >= from_on)
);
--> statement-breakpoint
CREATE TABLE "scope_run" (
	"node_id" bigint NOT NULL,
	"week_on" date NOT NULL,
	"sums" jsonb NOT NULL,
	"owed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "scope_run_node_id_week_on_pk" PRIMARY KEY("node_id","week_on"),
	CONSTRAINT "scope_run_week" CHECK (extract(isodow from week_on) = 1)
);
--> statement-breakpoint
CREATE TABLE "scope_station" (
	"station_id" bigint NOT NULL,
	"node_id" bigint NOT NULL,
	"from_on" date NOT NULL,
	"through_on" date,
	CONSTRAINT "scope_station_station_id_from_on_pk" PRIMARY KEY("station_id","from_on"),
	CONSTRAINT "scope_station_in_order" CHECK (through_on is null or through_on >= from_on)
);
--> statement-breakpoint
CREATE TABLE "help_request" (
	"station_id" bigint NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "help_request_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"unit_id" bigint,
	"requested_by" bigint,
	"handled_by" bigint,
	"category" text NOT NULL,
	"summary" text,
	"opened_on" date NOT NULL,
	"due_on" date NOT NULL,
	"closed_on" date,
	"satisfaction" text,
	"reminded_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "help_request_station_id_id_pk" PRIMARY KEY("station_id","id"),
	CONSTRAINT "help_request_category" CHECK (category in ('entry', 'stairs', 'parking', 'charging', 'licensing', 'registration', 'credit', 'online', 'advertising', 'quality', 'food', 'special_equipment', 'metrology', 'standards', 'certification', 'other')),
	CONSTRAINT "help_request_satisfaction" CHECK (satisfaction in ('satisfied', 'fair', 'unsatisfied')),
	CONSTRAINT "help_request_summary" CHECK (char_length(summary) <= 500),
	CONSTRAINT "help_request_in_order" CHECK (closed_on is null or closed_on >= opened_on),
	CONSTRAINT "help_request_due" CHECK (due_on >= opened_on),
	CONSTRAINT "help_request_rated" CHECK (satisfaction is null or closed_on is not null)
);
--> statement-breakpoint
ALTER TABLE "coverage_snapshot" ADD CONSTRAINT "coverage_snapshot_station_id_station_id_fk" FOREIGN KEY ("station_id") REFERENCES "public"."station"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "digest_line" ADD CONSTRAINT "digest_line_station_id_station_id_fk" FOREIGN KEY ("station_id") REFERENCES "public"."station"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "digest_line" ADD CONSTRAINT "digest_line_taken_by_account_id_fk" FOREIGN KEY ("taken_by") REFERENCES "public"."account"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "digest_line" ADD CONSTRAINT "digest_line_unit" FOREIGN KEY ("station_id","unit_id") REFERENCES "public"."unit"("station_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "digest_line" ADD CONSTRAINT "digest_line_assignment" FOREIGN KEY ("station_id","assignment_id") REFERENCES "public"."instructor_assignment"("station_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "digest_line" ADD CONSTRAINT "digest_line_organization" FOREIGN KEY ("station_id","organization_id") REFERENCES "public"."organization"("station_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "digest_line" ADD CONSTRAINT "digest_line_suggestion" FOREIGN KEY ("station_id","suggestion_id") REFERENCES "public"."suggestion"("station_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "digest_list" ADD CONSTRAINT "digest_list_station_id_station_id_fk" FOREIGN KEY ("station_id") REFERENCES "public"."station"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "digest_list" ADD CONSTRAINT "digest_list_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "digest_run" ADD CONSTRAINT "digest_run_chat" FOREIGN KEY ("station_id","chat_id") REFERENCES "public"."chat"("station_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "digest_schedule" ADD CONSTRAINT "digest_schedule_chat" FOREIGN KEY ("station_id","chat_id") REFERENCES "public"."chat"("station_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scope_copy" ADD CONSTRAINT "scope_copy_node_id_scope_node_id_fk" FOREIGN KEY ("node_id") REFERENCES "public"."scope_node"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scope_copy" ADD CONSTRAINT "scope_copy_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scope_event" ADD CONSTRAINT "scope_event_node_id_scope_node_id_fk" FOREIGN KEY ("node_id") REFERENCES "public"."scope_node"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scope_event" ADD CONSTRAINT "scope_event_actor_id_account_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."account"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scope_grant" ADD CONSTRAINT "scope_grant_node_id_scope_node_id_fk" FOREIGN KEY ("node_id") REFERENCES "public"."scope_node"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scope_grant" ADD CONSTRAINT "scope_grant_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scope_grant" ADD CONSTRAINT "scope_grant_granted_by_account_id_fk" FOREIGN KEY ("granted_by") REFERENCES "public"."account"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scope_invitation" ADD CONSTRAINT "scope_invitation_node_id_scope_node_id_fk" FOREIGN KEY ("node_id") REFERENCES "public"."scope_node"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scope_invitation" ADD CONSTRAINT "scope_invitation_created_by_account_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."account"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scope_node_parent" ADD CONSTRAINT "scope_node_parent_node_id_scope_node_id_fk" FOREIGN KEY ("node_id") REFERENCES "public"."scope_node"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scope_node_parent" ADD CONSTRAINT "scope_node_parent_parent_id_scope_node_id_fk" FOREIGN KEY ("parent_id") REFERENCES "public"."scope_node"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scope_run" ADD CONSTRAINT "scope_run_node_id_scope_node_id_fk" FOREIGN KEY ("node_id") REFERENCES "public"."scope_node"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scope_station" ADD CONSTRAINT "scope_station_station_id_station_id_fk" FOREIGN KEY ("station_id") REFERENCES "public"."station"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scope_station" ADD CONSTRAINT "scope_station_node_id_scope_node_id_fk" FOREIGN KEY ("node_id") REFERENCES "public"."scope_node"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "help_request" ADD CONSTRAINT "help_request_station_id_station_id_fk" FOREIGN KEY ("station_id") REFERENCES "public"."station"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "help_request" ADD CONSTRAINT "help_request_requested_by_account_id_fk" FOREIGN KEY ("requested_by") REFERENCES "public"."account"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "help_request" ADD CONSTRAINT "help_request_handled_by_account_id_fk" FOREIGN KEY ("handled_by") REFERENCES "public"."account"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "help_request" ADD CONSTRAINT "help_request_unit" FOREIGN KEY ("station_id","unit_id") REFERENCES "public"."unit"("station_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "digest_line_once" ON "digest_line" USING btree ("station_id","week_on","action",coalesce(unit_id, assignment_id, organization_id, suggestion_id));--> statement-breakpoint
CREATE UNIQUE INDEX "scope_grant_once" ON "scope_grant" USING btree ("node_id","account_id","kind");--> statement-breakpoint
CREATE INDEX "scope_grant_account" ON "scope_grant" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "scope_node_parent_of" ON "scope_node_parent" USING btree ("parent_id","from_on");--> statement-breakpoint
CREATE INDEX "scope_station_of" ON "scope_station" USING btree ("node_id","from_on");--> statement-breakpoint
CREATE INDEX "help_request_open" ON "help_request" USING btree ("station_id","due_on") WHERE closed_on is null;--> statement-breakpoint
CREATE INDEX "help_request_opened" ON "help_request" USING btree ("station_id","opened_on");--> statement-breakpoint
-- A body stands below one other at a time, and a station below one body.
ALTER TABLE "scope_node_parent" ADD CONSTRAINT "scope_node_parent_one_at_a_time" EXCLUDE USING gist (("node_id" + 0) WITH =, daterange("from_on", "through_on" + 1) WITH &&);--> statement-breakpoint
ALTER TABLE "scope_station" ADD CONSTRAINT "scope_station_one_at_a_time" EXCLUDE USING gist (("station_id" + 0) WITH =, daterange("from_on", "through_on" + 1) WITH &&);
