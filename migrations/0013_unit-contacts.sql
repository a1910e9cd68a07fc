CREATE TABLE "unit_contact" (
	"station_id" bigint NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "unit_contact_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"unit_id" bigint NOT NULL,
	"account_id" bigint NOT NULL,
	"text_version" text NOT NULL,
	"since" timestamp with time zone NOT NULL,
	CONSTRAINT "unit_contact_station_id_id_pk" PRIMARY KEY("station_id","id")
);
--> statement-breakpoint
CREATE TABLE "unit_head_count" (
	"station_id" bigint NOT NULL,
	"activity_id" bigint NOT NULL,
	"unit_id" bigint NOT NULL,
	"count" integer NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "unit_head_count_station_id_activity_id_unit_id_pk" PRIMARY KEY("station_id","activity_id","unit_id"),
	CONSTRAINT "unit_head_count_range" CHECK ("count" between 0 and 9999)
);
--> statement-breakpoint
ALTER TABLE "invitation" DROP CONSTRAINT "invitation_purpose";--> statement-breakpoint
ALTER TABLE "activity" ADD COLUMN "folded_units" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "activity" ADD COLUMN "folded_unit_people" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "unit_contact" ADD CONSTRAINT "unit_contact_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "unit_contact" ADD CONSTRAINT "unit_contact_unit" FOREIGN KEY ("station_id","unit_id") REFERENCES "public"."unit"("station_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "unit_head_count" ADD CONSTRAINT "unit_head_count_activity" FOREIGN KEY ("station_id","activity_id") REFERENCES "public"."activity"("station_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "unit_head_count" ADD CONSTRAINT "unit_head_count_unit" FOREIGN KEY ("station_id","unit_id") REFERENCES "public"."unit"("station_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "unit_contact_once" ON "unit_contact" USING btree ("station_id","unit_id","account_id");--> statement-breakpoint
CREATE INDEX "unit_contact_account" ON "unit_contact" USING btree ("account_id");--> statement-breakpoint
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_purpose" CHECK (purpose in ('chat', 'role', 'door', 'activity', 'instructor', 'contact'));