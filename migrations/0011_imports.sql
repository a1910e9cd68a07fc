CREATE TABLE "import_batch" (
	"station_id" bigint NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "import_batch_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"sheet" text NOT NULL,
	"state" text DEFAULT 'reading' NOT NULL,
	"imported_by" bigint,
	"header" jsonb NOT NULL,
	"columns" jsonb NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"applied_at" timestamp with time zone,
	"undone_at" timestamp with time zone,
	CONSTRAINT "import_batch_station_id_id_pk" PRIMARY KEY("station_id","id"),
	CONSTRAINT "import_batch_sheet" CHECK (sheet in ('units', 'organizations', 'links', 'instructors', 'assignments', 'surveys')),
	CONSTRAINT "import_batch_state" CHECK (state in ('reading', 'shown', 'applied', 'undone'))
);
--> statement-breakpoint
CREATE TABLE "import_row" (
	"station_id" bigint NOT NULL,
	"import_id" bigint NOT NULL,
	"line" integer NOT NULL,
	"cells" jsonb NOT NULL,
	"said" jsonb NOT NULL,
	"faults" jsonb NOT NULL,
	"reasons" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"verdict" text,
	"key" text,
	"target_id" bigint,
	"before" jsonb,
	"after" jsonb,
	CONSTRAINT "import_row_station_id_import_id_line_pk" PRIMARY KEY("station_id","import_id","line"),
	CONSTRAINT "import_row_verdict" CHECK (verdict in ('new', 'changed', 'unchanged', 'wrong')),
	CONSTRAINT "import_row_line" CHECK (line >= 1)
);
--> statement-breakpoint
ALTER TABLE "import_batch" ADD CONSTRAINT "import_batch_station_id_station_id_fk" FOREIGN KEY ("station_id") REFERENCES "public"."station"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import_batch" ADD CONSTRAINT "import_batch_imported_by_account_id_fk" FOREIGN KEY ("imported_by") REFERENCES "public"."account"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import_row" ADD CONSTRAINT "import_row_of" FOREIGN KEY ("station_id","import_id") REFERENCES "public"."import_batch"("station_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "import_batch_by" ON "import_batch" USING btree ("station_id","imported_by","id");--> statement-breakpoint
CREATE INDEX "import_row_key" ON "import_row" USING btree ("station_id","import_id","key");