ALTER TABLE "audit_event" ADD COLUMN "amount" integer;--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "method" text;--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "telegram_chat_id" bigint;--> statement-breakpoint
CREATE UNIQUE INDEX "member_alias" ON "member" USING btree ("station_id",lower(alias));