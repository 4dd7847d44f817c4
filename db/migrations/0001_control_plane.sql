CREATE TABLE "api_tokens" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"tenant_id" text NOT NULL,
	"name" text NOT NULL,
	"hash" text NOT NULL,
	"scopes" text[] NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "api_tokens_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
ALTER TABLE "api_tokens" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "bots" (
	"tenant_id" text NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "bots_tenant_id_name_pk" PRIMARY KEY("tenant_id","name")
);
--> statement-breakpoint
ALTER TABLE "bots" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "conversations" (
	"tenant_id" text NOT NULL,
	"bot" text NOT NULL,
	"id" text NOT NULL,
	"channel" text NOT NULL,
	"release" text NOT NULL,
	"state" text NOT NULL,
	"last_seq" integer NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "conversations_tenant_id_bot_id_pk" PRIMARY KEY("tenant_id","bot","id")
);
--> statement-breakpoint
ALTER TABLE "conversations" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "hosts" (
	"host" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "hosts" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "messages" (
	"tenant_id" text NOT NULL,
	"bot" text NOT NULL,
	"conversation_id" text NOT NULL,
	"seq" integer NOT NULL,
	"turn" integer NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"type" text NOT NULL,
	"role" text NOT NULL,
	"text" text NOT NULL,
	"body" jsonb NOT NULL,
	CONSTRAINT "messages_tenant_id_bot_conversation_id_seq_pk" PRIMARY KEY("tenant_id","bot","conversation_id","seq")
);
--> statement-breakpoint
ALTER TABLE "messages" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "releases" (
	"tenant_id" text NOT NULL,
	"bot" text NOT NULL,
	"hash" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "releases_tenant_id_bot_hash_pk" PRIMARY KEY("tenant_id","bot","hash")
);
--> statement-breakpoint
ALTER TABLE "releases" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "store" (
	"one" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tenants" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "tenants" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bots" ADD CONSTRAINT "bots_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hosts" ADD CONSTRAINT "hosts_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_conversation_fk" FOREIGN KEY ("tenant_id","bot","conversation_id") REFERENCES "public"."conversations"("tenant_id","bot","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "releases" ADD CONSTRAINT "releases_tenant_id_bot_bots_tenant_id_name_fk" FOREIGN KEY ("tenant_id","bot") REFERENCES "public"."bots"("tenant_id","name") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "api_tokens_tenant" ON "api_tokens" USING btree ("tenant_id");--> statement-breakpoint
CREATE INDEX "conversations_recent" ON "conversations" USING btree ("tenant_id","bot","updated_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "hosts_tenant" ON "hosts" USING btree ("tenant_id");--> statement-breakpoint
CREATE POLICY "tenant_rows" ON "api_tokens" AS PERMISSIVE FOR ALL TO "basalt_app" USING ("tenant_id" = current_setting('basalt.tenant', true)) WITH CHECK ("tenant_id" = current_setting('basalt.tenant', true));--> statement-breakpoint
CREATE POLICY "tenant_rows" ON "bots" AS PERMISSIVE FOR ALL TO "basalt_app" USING ("tenant_id" = current_setting('basalt.tenant', true)) WITH CHECK ("tenant_id" = current_setting('basalt.tenant', true));--> statement-breakpoint
CREATE POLICY "tenant_rows" ON "conversations" AS PERMISSIVE FOR ALL TO "basalt_app" USING ("tenant_id" = current_setting('basalt.tenant', true)) WITH CHECK ("tenant_id" = current_setting('basalt.tenant', true));--> statement-breakpoint
CREATE POLICY "tenant_rows" ON "hosts" AS PERMISSIVE FOR ALL TO "basalt_app" USING ("tenant_id" = current_setting('basalt.tenant', true)) WITH CHECK ("tenant_id" = current_setting('basalt.tenant', true));--> statement-breakpoint
CREATE POLICY "edge_reads" ON "hosts" AS PERMISSIVE FOR SELECT TO "basalt_edge" USING (true);--> statement-breakpoint
CREATE POLICY "tenant_rows" ON "messages" AS PERMISSIVE FOR ALL TO "basalt_app" USING ("tenant_id" = current_setting('basalt.tenant', true)) WITH CHECK ("tenant_id" = current_setting('basalt.tenant', true));--> statement-breakpoint
CREATE POLICY "tenant_rows" ON "releases" AS PERMISSIVE FOR ALL TO "basalt_app" USING ("tenant_id" = current_setting('basalt.tenant', true)) WITH CHECK ("tenant_id" = current_setting('basalt.tenant', true));--> statement-breakpoint
CREATE POLICY "tenant_rows" ON "tenants" AS PERMISSIVE FOR ALL TO "basalt_app" USING ("id" = current_setting('basalt.tenant', true)) WITH CHECK ("id" = current_setting('basalt.tenant', true));