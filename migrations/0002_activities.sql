CREATE TABLE "activity" (
	"station_id" bigint NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "activity_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"type" text NOT NULL,
	"title" text NOT NULL,
	"mode" text NOT NULL,
	"place" text,
	"previous_place" text,
	"details" text,
	"capacity" integer,
	"guests_max" integer DEFAULT 0 NOT NULL,
	"contact" text,
	"replies_close_at" timestamp with time zone,
	"reminders" text[] NOT NULL,
	"group_reminder" boolean DEFAULT true NOT NULL,
	"announced_by" bigint,
	"created_at" timestamp with time zone NOT NULL,
	"announced_at" timestamp with time zone NOT NULL,
	"moved_at" timestamp with time zone,
	"cancelled_at" timestamp with time zone,
	"cancel_reason" text,
	"held_at" timestamp with time zone,
	"nudged_at" timestamp with time zone,
	"head_count" integer DEFAULT 0 NOT NULL,
	"head_count_by" bigint,
	"folded_count" integer DEFAULT 0 NOT NULL,
	"final_going" integer,
	"final_guests" integer,
	"final_came" integer,
	"series_id" bigint,
	"series_on" date,
	CONSTRAINT "activity_station_id_id_pk" PRIMARY KEY("station_id","id"),
	CONSTRAINT "activity_type" CHECK (type in ('general_meeting', 'committee_meeting', 'group_meeting', 'lecture', 'theme_day', 'training', 'volunteer', 'care', 'joint_activity', 'other')),
	CONSTRAINT "activity_mode" CHECK (mode in ('onsite', 'online', 'hybrid', 'async')),
	CONSTRAINT "activity_capacity" CHECK (capacity is null or capacity between 1 and 9999),
	CONSTRAINT "activity_guests" CHECK (guests_max between 0 and 5),
	CONSTRAINT "activity_ended" CHECK (held_at is null or cancelled_at is null),
	CONSTRAINT "activity_final" CHECK ((held_at is null) = (final_came is null)),
	CONSTRAINT "activity_of_series" CHECK ((series_id is null) = (series_on is null))
);
--> statement-breakpoint
CREATE TABLE "activity_grant" (
	"station_id" bigint NOT NULL,
	"activity_id" bigint NOT NULL,
	"account_id" bigint NOT NULL,
	"right" text NOT NULL,
	"granted_by" bigint,
	"granted_at" timestamp with time zone NOT NULL,
	CONSTRAINT "activity_grant_station_id_activity_id_account_id_pk" PRIMARY KEY("station_id","activity_id","account_id"),
	CONSTRAINT "activity_grant_right" CHECK ("right" in ('manage', 'attendance'))
);
--> statement-breakpoint
CREATE TABLE "activity_host" (
	"station_id" bigint NOT NULL,
	"activity_id" bigint NOT NULL,
	"organization_id" bigint NOT NULL,
	CONSTRAINT "activity_host_station_id_activity_id_organization_id_pk" PRIMARY KEY("station_id","activity_id","organization_id")
);
--> statement-breakpoint
CREATE TABLE "activity_limit" (
	"station_id" bigint NOT NULL,
	"activity_id" bigint NOT NULL,
	"role" text NOT NULL,
	"places" integer NOT NULL,
	CONSTRAINT "activity_limit_station_id_activity_id_role_pk" PRIMARY KEY("station_id","activity_id","role"),
	CONSTRAINT "activity_limit_role" CHECK (role in ('organizer', 'instructor', 'unit_contact', 'member')),
	CONSTRAINT "activity_limit_places" CHECK (places between 0 and 9999)
);
--> statement-breakpoint
CREATE TABLE "activity_mark" (
	"station_id" bigint NOT NULL,
	"activity_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"mark" text NOT NULL,
	CONSTRAINT "activity_mark_station_id_activity_id_kind_mark_pk" PRIMARY KEY("station_id","activity_id","kind","mark"),
	CONSTRAINT "activity_mark_kind" CHECK (kind in ('answered', 'nudged', 'rated'))
);
--> statement-breakpoint
CREATE TABLE "activity_rating" (
	"station_id" bigint NOT NULL,
	"activity_id" bigint NOT NULL,
	"stars" integer NOT NULL,
	"raters" integer NOT NULL,
	CONSTRAINT "activity_rating_station_id_activity_id_stars_pk" PRIMARY KEY("station_id","activity_id","stars"),
	CONSTRAINT "activity_rating_stars" CHECK (stars between 1 and 5)
);
--> statement-breakpoint
CREATE TABLE "activity_series" (
	"station_id" bigint NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "activity_series_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"content" jsonb NOT NULL,
	"recurrence" jsonb NOT NULL,
	"from_time" text NOT NULL,
	"minutes" integer NOT NULL,
	"starts_on" date NOT NULL,
	"ends_on" date,
	"exceptions" jsonb NOT NULL,
	"announce_days_before" integer NOT NULL,
	"announce_at" text NOT NULL,
	"planned_through_on" date,
	"created_by" bigint,
	"created_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "activity_series_station_id_id_pk" PRIMARY KEY("station_id","id")
);
--> statement-breakpoint
CREATE TABLE "activity_slot" (
	"station_id" bigint NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "activity_slot_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"activity_id" bigint NOT NULL,
	"label" text,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"previous_starts_at" timestamp with time zone,
	"previous_ends_at" timestamp with time zone,
	"offers_made" integer DEFAULT 0 NOT NULL,
	"offers_accepted" integer DEFAULT 0 NOT NULL,
	"offers_lapsed" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "activity_slot_station_id_id_pk" PRIMARY KEY("station_id","id"),
	CONSTRAINT "activity_slot_activity" UNIQUE("station_id","activity_id","id"),
	CONSTRAINT "activity_slot_order" CHECK (ends_at > starts_at)
);
--> statement-breakpoint
CREATE TABLE "activity_template" (
	"station_id" bigint NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "activity_template_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"content" jsonb NOT NULL,
	"created_by" bigint,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "activity_template_station_id_id_pk" PRIMARY KEY("station_id","id")
);
--> statement-breakpoint
CREATE TABLE "calendar_feed" (
	"account_id" bigint PRIMARY KEY NOT NULL,
	"code_hash" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "calendar_feed_code_hash_unique" UNIQUE("code_hash")
);
--> statement-breakpoint
CREATE TABLE "organization" (
	"station_id" bigint NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "organization_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	CONSTRAINT "organization_station_id_id_pk" PRIMARY KEY("station_id","id")
);
--> statement-breakpoint
CREATE TABLE "ping" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "ping_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"account_id" bigint NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "post" (
	"station_id" bigint NOT NULL,
	"activity_id" bigint NOT NULL,
	"chat_id" bigint NOT NULL,
	"message_id" bigint,
	"state" text DEFAULT 'waiting' NOT NULL,
	"reminded_at" timestamp with time zone,
	CONSTRAINT "post_station_id_activity_id_chat_id_pk" PRIMARY KEY("station_id","activity_id","chat_id"),
	CONSTRAINT "post_state" CHECK (state in ('waiting', 'posted', 'uncertain', 'unreachable', 'refused')),
	CONSTRAINT "post_posted" CHECK ((state = 'posted') = (message_id is not null))
);
--> statement-breakpoint
CREATE TABLE "reminder" (
	"station_id" bigint NOT NULL,
	"activity_id" bigint NOT NULL,
	"account_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"owed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "reminder_station_id_activity_id_account_id_kind_starts_at_pk" PRIMARY KEY("station_id","activity_id","account_id","kind","starts_at"),
	CONSTRAINT "reminder_kind" CHECK (kind in ('decide', 'day_before', 'same_day', 'half_hour'))
);
--> statement-breakpoint
CREATE TABLE "rsvp" (
	"station_id" bigint NOT NULL,
	"activity_id" bigint NOT NULL,
	"account_id" bigint NOT NULL,
	"slot_id" bigint NOT NULL,
	"answer" text NOT NULL,
	"guests" integer DEFAULT 0 NOT NULL,
	"place" text,
	"limited_as" text,
	"waiting_since" timestamp with time zone,
	"offered_at" timestamp with time zone,
	"offer_ends_at" timestamp with time zone,
	"is_standing" boolean DEFAULT false NOT NULL,
	"confirmed_at" timestamp with time zone,
	"answered_at" timestamp with time zone NOT NULL,
	CONSTRAINT "rsvp_station_id_activity_id_account_id_pk" PRIMARY KEY("station_id","activity_id","account_id"),
	CONSTRAINT "rsvp_answer" CHECK (answer in ('going', 'maybe')),
	CONSTRAINT "rsvp_place" CHECK (place in ('held', 'waiting', 'offered')),
	CONSTRAINT "rsvp_maybe" CHECK ((answer = 'maybe') = (place is null)),
	CONSTRAINT "rsvp_waiting" CHECK ((place in ('waiting', 'offered')) is not true or waiting_since is not null),
	CONSTRAINT "rsvp_offered" CHECK ((place is not distinct from 'offered') = (offer_ends_at is not null)),
	CONSTRAINT "rsvp_guests" CHECK (guests between 0 and 5)
);
--> statement-breakpoint
CREATE TABLE "standing_reply" (
	"station_id" bigint NOT NULL,
	"series_id" bigint NOT NULL,
	"account_id" bigint NOT NULL,
	"guests" integer DEFAULT 0 NOT NULL,
	"since" timestamp with time zone NOT NULL,
	CONSTRAINT "standing_reply_station_id_series_id_account_id_pk" PRIMARY KEY("station_id","series_id","account_id")
);
--> statement-breakpoint
CREATE TABLE "poll" (
	"station_id" bigint NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "poll_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"question" text NOT NULL,
	"is_anonymous" boolean NOT NULL,
	"is_multiple" boolean NOT NULL,
	"is_dated" boolean NOT NULL,
	"asked_by" bigint,
	"created_at" timestamp with time zone NOT NULL,
	"announced_at" timestamp with time zone NOT NULL,
	"closes_at" timestamp with time zone NOT NULL,
	"closed_at" timestamp with time zone,
	"round_id" bigint,
	"round_on" date,
	CONSTRAINT "poll_station_id_id_pk" PRIMARY KEY("station_id","id"),
	CONSTRAINT "poll_of_round" CHECK ((round_id is null) = (round_on is null))
);
--> statement-breakpoint
CREATE TABLE "poll_option" (
	"station_id" bigint NOT NULL,
	"poll_id" bigint NOT NULL,
	"position" integer NOT NULL,
	"text" text NOT NULL,
	"on_date" date,
	"starts_at" timestamp with time zone,
	"ends_at" timestamp with time zone,
	CONSTRAINT "poll_option_station_id_poll_id_position_pk" PRIMARY KEY("station_id","poll_id","position")
);
--> statement-breakpoint
CREATE TABLE "poll_post" (
	"station_id" bigint NOT NULL,
	"poll_id" bigint NOT NULL,
	"chat_id" bigint NOT NULL,
	"message_id" bigint,
	"telegram_poll_id" text,
	"option_ids" jsonb,
	"totals" jsonb,
	"voters" integer DEFAULT 0 NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"stopped_at" timestamp with time zone,
	"result_message_id" bigint,
	CONSTRAINT "poll_post_station_id_poll_id_chat_id_pk" PRIMARY KEY("station_id","poll_id","chat_id"),
	CONSTRAINT "poll_post_telegram_poll_id_unique" UNIQUE("telegram_poll_id"),
	CONSTRAINT "poll_post_state" CHECK (state in ('waiting', 'posted', 'uncertain', 'unreachable', 'refused'))
);
--> statement-breakpoint
CREATE TABLE "poll_round" (
	"station_id" bigint NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "poll_round_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"content" jsonb NOT NULL,
	"recurrence" jsonb NOT NULL,
	"opens_at" text NOT NULL,
	"open_minutes" integer NOT NULL,
	"starts_on" date NOT NULL,
	"ends_on" date,
	"planned_through_on" date,
	"created_by" bigint,
	"created_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "poll_round_station_id_id_pk" PRIMARY KEY("station_id","id")
);
--> statement-breakpoint
CREATE TABLE "poll_vote" (
	"station_id" bigint NOT NULL,
	"poll_id" bigint NOT NULL,
	"chat_id" bigint NOT NULL,
	"account_id" bigint NOT NULL,
	"option_ids" jsonb NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "poll_vote_station_id_poll_id_chat_id_account_id_pk" PRIMARY KEY("station_id","poll_id","chat_id","account_id")
);
--> statement-breakpoint
ALTER TABLE "check_in" DROP CONSTRAINT "check_in_station_id_roll_call_id_account_id_pk";--> statement-breakpoint
ALTER TABLE "check_in" ALTER COLUMN "roll_call_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "check_in" ADD COLUMN "id" bigint NOT NULL GENERATED ALWAYS AS IDENTITY (sequence name "check_in_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1);--> statement-breakpoint
ALTER TABLE "check_in" ADD CONSTRAINT "check_in_station_id_id_pk" PRIMARY KEY("station_id","id");--> statement-breakpoint
ALTER TABLE "account" ADD COLUMN "pings_per_week" integer DEFAULT 5 NOT NULL;--> statement-breakpoint
ALTER TABLE "account" ADD COLUMN "rides_at_meals" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "check_in" ADD COLUMN "activity_id" bigint;--> statement-breakpoint
ALTER TABLE "check_in" ADD COLUMN "slot_id" bigint;--> statement-breakpoint
ALTER TABLE "activity" ADD CONSTRAINT "activity_station_id_station_id_fk" FOREIGN KEY ("station_id") REFERENCES "public"."station"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "activity" ADD CONSTRAINT "activity_announced_by_account_id_fk" FOREIGN KEY ("announced_by") REFERENCES "public"."account"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "activity" ADD CONSTRAINT "activity_head_count_by_account_id_fk" FOREIGN KEY ("head_count_by") REFERENCES "public"."account"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "activity" ADD CONSTRAINT "activity_series" FOREIGN KEY ("station_id","series_id") REFERENCES "public"."activity_series"("station_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "activity_grant" ADD CONSTRAINT "activity_grant_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "activity_grant" ADD CONSTRAINT "activity_grant_granted_by_account_id_fk" FOREIGN KEY ("granted_by") REFERENCES "public"."account"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "activity_grant" ADD CONSTRAINT "activity_grant_activity" FOREIGN KEY ("station_id","activity_id") REFERENCES "public"."activity"("station_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "activity_host" ADD CONSTRAINT "activity_host_activity" FOREIGN KEY ("station_id","activity_id") REFERENCES "public"."activity"("station_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "activity_host" ADD CONSTRAINT "activity_host_organization" FOREIGN KEY ("station_id","organization_id") REFERENCES "public"."organization"("station_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "activity_limit" ADD CONSTRAINT "activity_limit_activity" FOREIGN KEY ("station_id","activity_id") REFERENCES "public"."activity"("station_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "activity_mark" ADD CONSTRAINT "activity_mark_activity" FOREIGN KEY ("station_id","activity_id") REFERENCES "public"."activity"("station_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "activity_rating" ADD CONSTRAINT "activity_rating_activity" FOREIGN KEY ("station_id","activity_id") REFERENCES "public"."activity"("station_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "activity_series" ADD CONSTRAINT "activity_series_station_id_station_id_fk" FOREIGN KEY ("station_id") REFERENCES "public"."station"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "activity_series" ADD CONSTRAINT "activity_series_created_by_account_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."account"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "activity_slot" ADD CONSTRAINT "activity_slot_of_activity" FOREIGN KEY ("station_id","activity_id") REFERENCES "public"."activity"("station_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "activity_template" ADD CONSTRAINT "activity_template_station_id_station_id_fk" FOREIGN KEY ("station_id") REFERENCES "public"."station"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "activity_template" ADD CONSTRAINT "activity_template_created_by_account_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."account"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "calendar_feed" ADD CONSTRAINT "calendar_feed_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organization" ADD CONSTRAINT "organization_station_id_station_id_fk" FOREIGN KEY ("station_id") REFERENCES "public"."station"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ping" ADD CONSTRAINT "ping_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "post" ADD CONSTRAINT "post_activity" FOREIGN KEY ("station_id","activity_id") REFERENCES "public"."activity"("station_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "post" ADD CONSTRAINT "post_chat" FOREIGN KEY ("station_id","chat_id") REFERENCES "public"."chat"("station_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reminder" ADD CONSTRAINT "reminder_activity" FOREIGN KEY ("station_id","activity_id") REFERENCES "public"."activity"("station_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reminder" ADD CONSTRAINT "reminder_member" FOREIGN KEY ("station_id","account_id") REFERENCES "public"."member"("station_id","account_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rsvp" ADD CONSTRAINT "rsvp_slot" FOREIGN KEY ("station_id","activity_id","slot_id") REFERENCES "public"."activity_slot"("station_id","activity_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rsvp" ADD CONSTRAINT "rsvp_member" FOREIGN KEY ("station_id","account_id") REFERENCES "public"."member"("station_id","account_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "standing_reply" ADD CONSTRAINT "standing_reply_series" FOREIGN KEY ("station_id","series_id") REFERENCES "public"."activity_series"("station_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "standing_reply" ADD CONSTRAINT "standing_reply_member" FOREIGN KEY ("station_id","account_id") REFERENCES "public"."member"("station_id","account_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "poll" ADD CONSTRAINT "poll_station_id_station_id_fk" FOREIGN KEY ("station_id") REFERENCES "public"."station"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "poll" ADD CONSTRAINT "poll_asked_by_account_id_fk" FOREIGN KEY ("asked_by") REFERENCES "public"."account"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "poll" ADD CONSTRAINT "poll_round" FOREIGN KEY ("station_id","round_id") REFERENCES "public"."poll_round"("station_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "poll_option" ADD CONSTRAINT "poll_option_poll" FOREIGN KEY ("station_id","poll_id") REFERENCES "public"."poll"("station_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "poll_post" ADD CONSTRAINT "poll_post_poll" FOREIGN KEY ("station_id","poll_id") REFERENCES "public"."poll"("station_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "poll_post" ADD CONSTRAINT "poll_post_chat" FOREIGN KEY ("station_id","chat_id") REFERENCES "public"."chat"("station_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "poll_round" ADD CONSTRAINT "poll_round_station_id_station_id_fk" FOREIGN KEY ("station_id") REFERENCES "public"."station"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "poll_round" ADD CONSTRAINT "poll_round_created_by_account_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."account"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "poll_vote" ADD CONSTRAINT "poll_vote_poll" FOREIGN KEY ("station_id","poll_id") REFERENCES "public"."poll"("station_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "poll_vote" ADD CONSTRAINT "poll_vote_chat" FOREIGN KEY ("station_id","chat_id") REFERENCES "public"."chat"("station_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "poll_vote" ADD CONSTRAINT "poll_vote_member" FOREIGN KEY ("station_id","account_id") REFERENCES "public"."member"("station_id","account_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "activity_occurrence" ON "activity" USING btree ("station_id","series_id","series_on");--> statement-breakpoint
CREATE INDEX "activity_open" ON "activity" USING btree ("station_id") WHERE held_at is null and cancelled_at is null;--> statement-breakpoint
CREATE INDEX "activity_grant_account" ON "activity_grant" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "activity_series_open" ON "activity_series" USING btree ("station_id") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "activity_slot_starts" ON "activity_slot" USING btree ("starts_at");--> statement-breakpoint
CREATE UNIQUE INDEX "activity_template_name" ON "activity_template" USING btree ("station_id",lower(name));--> statement-breakpoint
CREATE UNIQUE INDEX "organization_name" ON "organization" USING btree ("station_id",lower(name));--> statement-breakpoint
CREATE INDEX "ping_account" ON "ping" USING btree ("account_id","at");--> statement-breakpoint
CREATE INDEX "reminder_account" ON "reminder" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "rsvp_slot" ON "rsvp" USING btree ("station_id","slot_id","place");--> statement-breakpoint
CREATE INDEX "rsvp_account" ON "rsvp" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "rsvp_offer" ON "rsvp" USING btree ("offer_ends_at") WHERE place = 'offered';--> statement-breakpoint
CREATE INDEX "standing_reply_account" ON "standing_reply" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "poll_open" ON "poll" USING btree ("closes_at") WHERE closed_at is null;--> statement-breakpoint
CREATE INDEX "poll_vote_account" ON "poll_vote" USING btree ("account_id");--> statement-breakpoint
ALTER TABLE "check_in" ADD CONSTRAINT "check_in_slot" FOREIGN KEY ("station_id","activity_id","slot_id") REFERENCES "public"."activity_slot"("station_id","activity_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "check_in_once_roll_call" ON "check_in" USING btree ("station_id","roll_call_id","account_id");--> statement-breakpoint
CREATE UNIQUE INDEX "check_in_once_activity" ON "check_in" USING btree ("station_id","activity_id","account_id");--> statement-breakpoint
CREATE INDEX "check_in_account" ON "check_in" USING btree ("account_id");--> statement-breakpoint
ALTER TABLE "check_in" ADD CONSTRAINT "check_in_one" CHECK (num_nonnulls(roll_call_id, activity_id) = 1 and (activity_id is null) = (slot_id is null));