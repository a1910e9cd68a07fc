ALTER TABLE "draft" DROP CONSTRAINT "draft_pkey";--> statement-breakpoint
ALTER TABLE "draft" ADD CONSTRAINT "draft_account_id_kind_pk" PRIMARY KEY("account_id","kind");--> statement-breakpoint
ALTER TABLE "draft" ADD COLUMN "asked_no" integer;--> statement-breakpoint
-- What was open before asked for text, but for a roll call's question.
UPDATE "draft" SET "asked_no" = 1 WHERE "kind" <> 'rollcall';
