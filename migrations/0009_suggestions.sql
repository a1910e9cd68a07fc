CREATE TABLE "suggestion" (
	"station_id" bigint NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "suggestion_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"action" text NOT NULL,
	"units" text[] NOT NULL,
	"organization" text,
	"basis" text,
	"facts" text NOT NULL,
	"made_on" date NOT NULL,
	"status" text NOT NULL,
	"ended_on" date,
	"decided_by" bigint,
	CONSTRAINT "suggestion_station_id_id_pk" PRIMARY KEY("station_id","id"),
	CONSTRAINT "suggestion_status" CHECK (status in ('open', 'accepted', 'declined', 'expired')),
	CONSTRAINT "suggestion_ended" CHECK ((status = 'open') = (ended_on is null))
);
--> statement-breakpoint
ALTER TABLE "suggestion" ADD CONSTRAINT "suggestion_station_id_station_id_fk" FOREIGN KEY ("station_id") REFERENCES "public"."station"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "suggestion" ADD CONSTRAINT "suggestion_decided_by_account_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."account"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "suggestion_open" ON "suggestion" USING btree ("station_id","facts") WHERE status = 'open';--> statement-breakpoint
CREATE INDEX "suggestion_of_status" ON "suggestion" USING btree ("station_id","status","ended_on");