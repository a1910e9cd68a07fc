CREATE TABLE "assignment_offer" (
	"station_id" bigint NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "assignment_offer_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"unit_id" bigint NOT NULL,
	"requested_by" bigint,
	"through_on" date NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"outcome" text,
	CONSTRAINT "assignment_offer_station_id_id_pk" PRIMARY KEY("station_id","id"),
	CONSTRAINT "assignment_offer_ended" CHECK ((ended_at is null) = (outcome is null)),
	CONSTRAINT "assignment_offer_outcome" CHECK (outcome in ('accepted', 'stopped', 'nobody_left'))
);
--> statement-breakpoint
CREATE TABLE "assignment_offer_step" (
	"station_id" bigint NOT NULL,
	"offer_id" bigint NOT NULL,
	"instructor_id" bigint NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"answer" text,
	CONSTRAINT "assignment_offer_step_station_id_offer_id_instructor_id_pk" PRIMARY KEY("station_id","offer_id","instructor_id"),
	CONSTRAINT "assignment_offer_step_answer" CHECK (answer in ('declined', 'lapsed', 'unreachable'))
);
--> statement-breakpoint
ALTER TABLE "invitation" DROP CONSTRAINT "invitation_purpose";--> statement-breakpoint
ALTER TABLE "assignment_offer" ADD CONSTRAINT "assignment_offer_station_id_station_id_fk" FOREIGN KEY ("station_id") REFERENCES "public"."station"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assignment_offer" ADD CONSTRAINT "assignment_offer_requested_by_account_id_fk" FOREIGN KEY ("requested_by") REFERENCES "public"."account"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assignment_offer" ADD CONSTRAINT "assignment_offer_unit" FOREIGN KEY ("station_id","unit_id") REFERENCES "public"."unit"("station_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assignment_offer_step" ADD CONSTRAINT "assignment_offer_step_of" FOREIGN KEY ("station_id","offer_id") REFERENCES "public"."assignment_offer"("station_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assignment_offer_step" ADD CONSTRAINT "assignment_offer_step_instructor" FOREIGN KEY ("station_id","instructor_id") REFERENCES "public"."instructor"("station_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "assignment_offer_open" ON "assignment_offer" USING btree ("station_id","unit_id") WHERE ended_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "assignment_offer_step_waiting" ON "assignment_offer_step" USING btree ("station_id","offer_id") WHERE answer is null;--> statement-breakpoint
CREATE INDEX "assignment_offer_step_expiring" ON "assignment_offer_step" USING btree ("expires_at") WHERE answer is null;--> statement-breakpoint
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_purpose" CHECK (purpose in ('chat', 'role', 'door', 'activity', 'instructor'));