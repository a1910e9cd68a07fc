ALTER TABLE "help_request" DROP CONSTRAINT "help_request_summary";--> statement-breakpoint
ALTER TABLE "help_request" DROP CONSTRAINT "help_request_answer";--> statement-breakpoint
ALTER TABLE "help_request" ADD COLUMN "summary_sealed" text;--> statement-breakpoint
ALTER TABLE "help_request" ADD COLUMN "answer_sealed" text;--> statement-breakpoint
-- A request that somebody is writing just now would be read as sealed; they are told that it has expired.
DELETE FROM "draft" WHERE kind = 'request';--> statement-breakpoint
-- Texts from before they were sealed are not kept: what nobody should read must not stay readable. Kind, unit and days stay.
ALTER TABLE "help_request" DROP COLUMN "summary";--> statement-breakpoint
ALTER TABLE "help_request" DROP COLUMN "answer";