GRANT USAGE ON SCHEMA public TO basalt_app, basalt_edge;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON tenants, hosts, bots, releases, conversations, messages, api_tokens TO basalt_app;
--> statement-breakpoint
GRANT SELECT ON store TO basalt_app;
--> statement-breakpoint
GRANT SELECT ON hosts TO basalt_edge;
--> statement-breakpoint
-- The owner, too, is held to the policies: a forgotten SET ROLE shows nothing rather than everything.
ALTER TABLE tenants FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE hosts FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE bots FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE releases FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE conversations FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE messages FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE api_tokens FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
INSERT INTO store (one) VALUES (1) ON CONFLICT DO NOTHING;
