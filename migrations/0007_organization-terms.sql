CREATE TABLE "organization_term" (
	"station_id" bigint NOT NULL,
	"organization_id" bigint NOT NULL,
	"started_on" date NOT NULL,
	"years" integer NOT NULL,
	"ends_on" date GENERATED ALWAYS AS ((started_on + make_interval(years => years) - interval '1 day')::date) STORED NOT NULL,
	"extended_through" date,
	CONSTRAINT "organization_term_station_id_organization_id_started_on_pk" PRIMARY KEY("station_id","organization_id","started_on"),
	CONSTRAINT "organization_term_years" CHECK (years between 1 and 10),
	CONSTRAINT "organization_term_extended" CHECK (extended_through > started_on + make_interval(years => years) - interval '1 day'
    and extended_through <= started_on + make_interval(years => years) - interval '1 day' + interval '1 year')
);--> statement-breakpoint
CREATE TABLE "term_reminder" (
	"station_id" bigint NOT NULL,
	"organization_id" bigint NOT NULL,
	"end_on" date NOT NULL,
	"step" text NOT NULL,
	"owed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "term_reminder_station_id_organization_id_end_on_step_pk" PRIMARY KEY("station_id","organization_id","end_on","step")
);--> statement-breakpoint
ALTER TABLE "organization" DROP CONSTRAINT "organization_extended";--> statement-breakpoint
ALTER TABLE "coverage_link" DROP CONSTRAINT "coverage_link_organization";--> statement-breakpoint
CREATE UNIQUE INDEX "organization_formed" ON "organization" USING btree ("station_id","id","formation");--> statement-breakpoint
ALTER TABLE "coverage_link" ADD COLUMN "formation" text;--> statement-breakpoint
UPDATE "coverage_link" SET "formation" = (SELECT "formation" FROM "organization" WHERE "organization"."station_id" = "coverage_link"."station_id" AND "organization"."id" = "coverage_link"."organization_id");--> statement-breakpoint
ALTER TABLE "coverage_link" ALTER COLUMN "formation" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "organization_term" ADD CONSTRAINT "organization_term_of" FOREIGN KEY ("station_id","organization_id") REFERENCES "public"."organization"("station_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "term_reminder" ADD CONSTRAINT "term_reminder_of" FOREIGN KEY ("station_id","organization_id") REFERENCES "public"."organization"("station_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "coverage_link" ADD CONSTRAINT "coverage_link_organization" FOREIGN KEY ("station_id","organization_id","formation") REFERENCES "public"."organization"("station_id","id","formation") ON DELETE no action ON UPDATE cascade;--> statement-breakpoint
ALTER TABLE "organization" DROP COLUMN "term_started_on";--> statement-breakpoint
ALTER TABLE "organization" DROP COLUMN "term_years";--> statement-breakpoint
ALTER TABLE "organization" DROP COLUMN "term_ends_on";--> statement-breakpoint
ALTER TABLE "organization" DROP COLUMN "extended_through";--> statement-breakpoint
-- A separate organization covers one unit at a time.
ALTER TABLE "coverage_link" ADD CONSTRAINT "coverage_link_separate" EXCLUDE USING gist ("station_id" WITH =, "organization_id" WITH =, daterange("from_on", "through_on" + 1) WITH &&) WHERE ("formation" = 'separate');
