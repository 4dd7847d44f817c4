CREATE TABLE "erased_conversations" (
	"tenant_id" text NOT NULL,
	"bot" text NOT NULL,
	"id" text NOT NULL,
	"erased_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "erased_conversations_tenant_id_bot_id_pk" PRIMARY KEY("tenant_id","bot","id")
);
--> statement-breakpoint
ALTER TABLE "erased_conversations" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY "tenant_rows" ON "erased_conversations" AS PERMISSIVE FOR ALL TO "basalt_app" USING ("tenant_id" = current_setting('basalt.tenant', true)) WITH CHECK ("tenant_id" = current_setting('basalt.tenant', true));