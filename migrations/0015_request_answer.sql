ALTER TABLE "help_request" ADD COLUMN "answer" text;--> statement-breakpoint
ALTER TABLE "help_request" ADD COLUMN "leads_reminded_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "help_request" ADD CONSTRAINT "help_request_answer" CHECK (char_length(answer) <= 500);