CREATE TABLE "account" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "account_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"user_hash" text NOT NULL,
	"user_sealed" text NOT NULL,
	"locale" text,
	"current_station_id" bigint,
	"unreachable_since" timestamp with time zone,
	"last_active_at" timestamp with time zone NOT NULL,
	"asked_to_stay_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "account_user_hash_unique" UNIQUE("user_hash")
);
--> statement-breakpoint
CREATE TABLE "affiliation" (
	"station_id" bigint NOT NULL,
	"account_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"from_on" date NOT NULL,
	CONSTRAINT "affiliation_station_id_account_id_pk" PRIMARY KEY("station_id","account_id"),
	CONSTRAINT "affiliation_kind" CHECK (kind in ('home', 'floating', 'guest'))
);
--> statement-breakpoint
CREATE TABLE "audit_event" (
	"station_id" bigint NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "audit_event_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp with time zone NOT NULL,
	"actor_id" bigint,
	"actor_erased" boolean DEFAULT false NOT NULL,
	"action" text NOT NULL,
	"object_kind" text,
	"object_id" bigint,
	"amount" integer,
	CONSTRAINT "audit_event_station_id_id_pk" PRIMARY KEY("station_id","id")
);
--> statement-breakpoint
CREATE TABLE "chat" (
	"station_id" bigint NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "chat_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"telegram_chat_id" bigint NOT NULL,
	"migrated_from" bigint,
	"kind" text NOT NULL,
	"title" text NOT NULL,
	"thread_id" bigint,
	"state" text DEFAULT 'active' NOT NULL,
	"is_public" boolean DEFAULT false NOT NULL,
	"linked_by" bigint,
	"linked_at" timestamp with time zone NOT NULL,
	CONSTRAINT "chat_station_id_id_pk" PRIMARY KEY("station_id","id"),
	CONSTRAINT "chat_telegram_chat_id_unique" UNIQUE("telegram_chat_id"),
	CONSTRAINT "chat_migrated_from_unique" UNIQUE("migrated_from"),
	CONSTRAINT "chat_kind" CHECK (kind in ('organizer', 'member')),
	CONSTRAINT "chat_state" CHECK (state in ('active', 'unreachable', 'left'))
);
--> statement-breakpoint
CREATE TABLE "check_in" (
	"station_id" bigint NOT NULL,
	"roll_call_id" bigint NOT NULL,
	"account_id" bigint NOT NULL,
	"answer" text NOT NULL,
	"method" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "check_in_station_id_roll_call_id_account_id_pk" PRIMARY KEY("station_id","roll_call_id","account_id"),
	CONSTRAINT "check_in_answer" CHECK (answer in ('here', 'on_way')),
	CONSTRAINT "check_in_method" CHECK (method in ('button', 'command', 'door'))
);
--> statement-breakpoint
CREATE TABLE "consent" (
	"station_id" bigint NOT NULL,
	"account_id" bigint NOT NULL,
	"purpose" text NOT NULL,
	"text_version" text NOT NULL,
	"given_at" timestamp with time zone NOT NULL,
	CONSTRAINT "consent_station_id_account_id_purpose_pk" PRIMARY KEY("station_id","account_id","purpose"),
	CONSTRAINT "consent_purpose" CHECK (purpose in ('service', 'attendance', 'reminders', 'affiliation'))
);
--> statement-breakpoint
CREATE TABLE "consent_proof" (
	"station_id" bigint NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "consent_proof_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"proof_hash" text NOT NULL,
	"purpose" text NOT NULL,
	"text_version" text NOT NULL,
	"given_at" timestamp with time zone NOT NULL,
	"withdrawn_at" timestamp with time zone NOT NULL,
	CONSTRAINT "consent_proof_station_id_id_pk" PRIMARY KEY("station_id","id")
);
--> statement-breakpoint
CREATE TABLE "draft" (
	"account_id" bigint PRIMARY KEY NOT NULL,
	"station_id" bigint,
	"kind" text NOT NULL,
	"content" jsonb NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "greeted_chat" (
	"telegram_chat_id" bigint PRIMARY KEY NOT NULL,
	"greeted_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "inbox" (
	"seq" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "inbox_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"update_id" bigint NOT NULL,
	"state" text NOT NULL,
	"chat_lane" text,
	"person_lane" text,
	"body" jsonb,
	"attempts" integer DEFAULT 0 NOT NULL,
	"owner" text,
	"lease_until" timestamp with time zone,
	"ready_at" timestamp with time zone NOT NULL,
	"failure" text,
	"received_at" timestamp with time zone NOT NULL,
	"settled_at" timestamp with time zone,
	CONSTRAINT "inbox_update_id_unique" UNIQUE("update_id")
);
--> statement-breakpoint
CREATE TABLE "installation" (
	"only" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"kind" text NOT NULL,
	"bot_id" bigint NOT NULL,
	"key_check" text NOT NULL,
	CONSTRAINT "installation_only" CHECK ("installation"."only"),
	CONSTRAINT "installation_kind" CHECK (kind in ('playground', 'telegram'))
);
--> statement-breakpoint
CREATE TABLE "intake_check" (
	"only" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"through_update_id" bigint NOT NULL,
	"through_at" timestamp with time zone NOT NULL,
	CONSTRAINT "intake_check_only" CHECK ("intake_check"."only")
);
--> statement-breakpoint
CREATE TABLE "invitation" (
	"station_id" bigint NOT NULL,
	"code_hash" text NOT NULL,
	"purpose" text NOT NULL,
	"terms" jsonb NOT NULL,
	"created_by" bigint,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	CONSTRAINT "invitation_station_id_code_hash_pk" PRIMARY KEY("station_id","code_hash"),
	CONSTRAINT "invitation_purpose" CHECK (purpose in ('chat', 'role', 'door'))
);
--> statement-breakpoint
CREATE TABLE "lease" (
	"name" text PRIMARY KEY NOT NULL,
	"owner" text NOT NULL,
	"until" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "member" (
	"station_id" bigint NOT NULL,
	"account_id" bigint NOT NULL,
	"alias" text NOT NULL,
	"alias_shown" boolean DEFAULT false NOT NULL,
	"joined_at" timestamp with time zone NOT NULL,
	CONSTRAINT "member_station_id_account_id_pk" PRIMARY KEY("station_id","account_id")
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "outbox_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"station_id" bigint,
	"payload" jsonb NOT NULL,
	"lane" integer NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"uncertain" boolean DEFAULT false NOT NULL,
	"method" text,
	"telegram_chat_id" bigint,
	"owner" text,
	"lease_until" timestamp with time zone,
	"run_at" timestamp with time zone NOT NULL,
	"failure" text,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "pace" (
	"scope" text PRIMARY KEY NOT NULL,
	"recent" jsonb NOT NULL,
	"paused_until" timestamp with time zone,
	"factor" integer DEFAULT 100 NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "pending_command" (
	"code_hash" text PRIMARY KEY NOT NULL,
	"telegram_chat_id" bigint NOT NULL,
	"thread_id" bigint,
	"text" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "period_run" (
	"name" text NOT NULL,
	"period" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "period_run_name_period_pk" PRIMARY KEY("name","period")
);
--> statement-breakpoint
CREATE TABLE "role_grant" (
	"station_id" bigint NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "role_grant_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"account_id" bigint NOT NULL,
	"role" text NOT NULL,
	"from_on" date NOT NULL,
	"through_on" date,
	"revoked_at" timestamp with time zone,
	"granted_by" bigint,
	CONSTRAINT "role_grant_station_id_id_pk" PRIMARY KEY("station_id","id"),
	CONSTRAINT "role_grant_role" CHECK (role in ('station_lead', 'organizer', 'instructor', 'unit_contact', 'auditor'))
);
--> statement-breakpoint
CREATE TABLE "roll_call" (
	"station_id" bigint NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "roll_call_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"title" text NOT NULL,
	"opened_by" bigint,
	"opened_at" timestamp with time zone NOT NULL,
	"closes_at" timestamp with time zone NOT NULL,
	"closed_at" timestamp with time zone,
	"head_count" integer,
	"folded_count" integer DEFAULT 0 NOT NULL,
	"offers_on_way" boolean NOT NULL,
	"offers_not_today" boolean NOT NULL,
	CONSTRAINT "roll_call_station_id_id_pk" PRIMARY KEY("station_id","id"),
	CONSTRAINT "roll_call_closed" CHECK ((closed_at is null) = (head_count is null))
);
--> statement-breakpoint
CREATE TABLE "roll_call_board" (
	"station_id" bigint NOT NULL,
	"roll_call_id" bigint NOT NULL,
	"chat_id" bigint NOT NULL,
	"message_id" bigint,
	CONSTRAINT "roll_call_board_station_id_roll_call_id_chat_id_pk" PRIMARY KEY("station_id","roll_call_id","chat_id")
);
--> statement-breakpoint
CREATE TABLE "station" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "station_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"time_zone" text NOT NULL,
	"locale" text NOT NULL,
	"join_code" text NOT NULL,
	"offers_on_way" boolean DEFAULT false NOT NULL,
	"offers_not_today" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "station_join_code_unique" UNIQUE("join_code"),
	CONSTRAINT "station_locale" CHECK (locale in ('zh-CN', 'en'))
);
--> statement-breakpoint
ALTER TABLE "account" ADD CONSTRAINT "account_current_station_id_station_id_fk" FOREIGN KEY ("current_station_id") REFERENCES "public"."station"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "affiliation" ADD CONSTRAINT "affiliation_member" FOREIGN KEY ("station_id","account_id") REFERENCES "public"."member"("station_id","account_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_event" ADD CONSTRAINT "audit_event_station_id_station_id_fk" FOREIGN KEY ("station_id") REFERENCES "public"."station"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "chat" ADD CONSTRAINT "chat_station_id_station_id_fk" FOREIGN KEY ("station_id") REFERENCES "public"."station"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "chat" ADD CONSTRAINT "chat_linked_by_account_id_fk" FOREIGN KEY ("linked_by") REFERENCES "public"."account"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "check_in" ADD CONSTRAINT "check_in_roll_call" FOREIGN KEY ("station_id","roll_call_id") REFERENCES "public"."roll_call"("station_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "check_in" ADD CONSTRAINT "check_in_member" FOREIGN KEY ("station_id","account_id") REFERENCES "public"."member"("station_id","account_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consent" ADD CONSTRAINT "consent_member" FOREIGN KEY ("station_id","account_id") REFERENCES "public"."member"("station_id","account_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consent_proof" ADD CONSTRAINT "consent_proof_station_id_station_id_fk" FOREIGN KEY ("station_id") REFERENCES "public"."station"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "draft" ADD CONSTRAINT "draft_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "draft" ADD CONSTRAINT "draft_station_id_station_id_fk" FOREIGN KEY ("station_id") REFERENCES "public"."station"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_station_id_station_id_fk" FOREIGN KEY ("station_id") REFERENCES "public"."station"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_created_by_account_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."account"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "member" ADD CONSTRAINT "member_station_id_station_id_fk" FOREIGN KEY ("station_id") REFERENCES "public"."station"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "member" ADD CONSTRAINT "member_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "role_grant" ADD CONSTRAINT "role_grant_station_id_station_id_fk" FOREIGN KEY ("station_id") REFERENCES "public"."station"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "role_grant" ADD CONSTRAINT "role_grant_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "role_grant" ADD CONSTRAINT "role_grant_granted_by_account_id_fk" FOREIGN KEY ("granted_by") REFERENCES "public"."account"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "roll_call" ADD CONSTRAINT "roll_call_station_id_station_id_fk" FOREIGN KEY ("station_id") REFERENCES "public"."station"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "roll_call" ADD CONSTRAINT "roll_call_opened_by_account_id_fk" FOREIGN KEY ("opened_by") REFERENCES "public"."account"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "roll_call_board" ADD CONSTRAINT "roll_call_board_roll_call" FOREIGN KEY ("station_id","roll_call_id") REFERENCES "public"."roll_call"("station_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "roll_call_board" ADD CONSTRAINT "roll_call_board_chat" FOREIGN KEY ("station_id","chat_id") REFERENCES "public"."chat"("station_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_event_actor" ON "audit_event" USING btree ("actor_id");--> statement-breakpoint
CREATE INDEX "inbox_open" ON "inbox" USING btree ("seq") WHERE state in ('waiting', 'running');--> statement-breakpoint
CREATE INDEX "inbox_chat_lane" ON "inbox" USING btree ("chat_lane","seq") WHERE state in ('waiting', 'running');--> statement-breakpoint
CREATE INDEX "inbox_person_lane" ON "inbox" USING btree ("person_lane","seq") WHERE state in ('waiting', 'running');--> statement-breakpoint
CREATE INDEX "inbox_received" ON "inbox" USING btree ("received_at");--> statement-breakpoint
CREATE UNIQUE INDEX "member_alias" ON "member" USING btree ("station_id",lower(alias));--> statement-breakpoint
CREATE INDEX "member_account" ON "member" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "outbox_key" ON "outbox" USING btree ("kind","key","id") WHERE state <> 'dead';--> statement-breakpoint
CREATE INDEX "outbox_due" ON "outbox" USING btree ("lane","run_at") WHERE state <> 'dead';--> statement-breakpoint
CREATE INDEX "outbox_dead" ON "outbox" USING btree ("station_id") WHERE state = 'dead';--> statement-breakpoint
CREATE UNIQUE INDEX "role_grant_open" ON "role_grant" USING btree ("station_id","account_id","role") WHERE revoked_at is null;--> statement-breakpoint
CREATE INDEX "role_grant_account" ON "role_grant" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "roll_call_open" ON "roll_call" USING btree ("closes_at") WHERE closed_at is null;