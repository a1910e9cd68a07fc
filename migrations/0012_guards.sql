-- Guards only: a GiST index that names a column is taken for look-ups too, and read far beyond what is wanted; one over expressions is not.
ALTER TABLE "unit_status" DROP CONSTRAINT "unit_status_one_at_a_time";--> statement-breakpoint
ALTER TABLE "unit_status" ADD CONSTRAINT "unit_status_one_at_a_time" EXCLUDE USING gist (("unit_id" + 0) WITH =, ("station_id" + 0) WITH =, daterange("from_on", "through_on" + 1) WITH &&);--> statement-breakpoint
ALTER TABLE "organization_status" DROP CONSTRAINT "organization_status_one_at_a_time";--> statement-breakpoint
ALTER TABLE "organization_status" ADD CONSTRAINT "organization_status_one_at_a_time" EXCLUDE USING gist (("organization_id" + 0) WITH =, ("station_id" + 0) WITH =, daterange("from_on", "through_on" + 1) WITH &&);--> statement-breakpoint
ALTER TABLE "coverage_link" DROP CONSTRAINT "coverage_link_once";--> statement-breakpoint
ALTER TABLE "coverage_link" ADD CONSTRAINT "coverage_link_once" EXCLUDE USING gist (("unit_id" + 0) WITH =, ("organization_id" + 0) WITH =, ("station_id" + 0) WITH =, daterange("from_on", "through_on" + 1) WITH &&);--> statement-breakpoint
ALTER TABLE "coverage_link" DROP CONSTRAINT "coverage_link_separate";--> statement-breakpoint
ALTER TABLE "coverage_link" ADD CONSTRAINT "coverage_link_separate" EXCLUDE USING gist (("organization_id" + 0) WITH =, ("station_id" + 0) WITH =, daterange("from_on", "through_on" + 1) WITH &&) WHERE ("formation" = 'separate');--> statement-breakpoint
ALTER TABLE "instructor_assignment" DROP CONSTRAINT "assignment_once";--> statement-breakpoint
ALTER TABLE "instructor_assignment" ADD CONSTRAINT "assignment_once" EXCLUDE USING gist (("unit_id" + 0) WITH =, ("instructor_id" + 0) WITH =, ("station_id" + 0) WITH =, daterange("from_on", "through_on" + 1) WITH &&);--> statement-breakpoint
ALTER TABLE "mass_organization" DROP CONSTRAINT "mass_organization_once";--> statement-breakpoint
ALTER TABLE "mass_organization" ADD CONSTRAINT "mass_organization_once" EXCLUDE USING gist (("unit_id" + 0) WITH =, ("station_id" + 0) WITH =, ("kind" || '') WITH =, daterange("from_on", "through_on" + 1) WITH &&);
