GRANT SELECT, INSERT ON erased_conversations TO basalt_app;
--> statement-breakpoint
ALTER TABLE erased_conversations FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
-- A batch that was read before the conversation was erased and comes after is passed over, row by row, without an error:
-- nobody is left who could send it again. The triggers run with the rights of whoever writes, so the tenant's policy holds.
CREATE FUNCTION pass_over_erased_conversation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM erased_conversations WHERE tenant_id = NEW.tenant_id AND bot = NEW.bot AND id = NEW.id
  ) THEN
    RETURN NULL;
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE FUNCTION pass_over_erased_message() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM erased_conversations WHERE tenant_id = NEW.tenant_id AND bot = NEW.bot AND id = NEW.conversation_id
  ) THEN
    RETURN NULL;
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER pass_over_erased BEFORE INSERT ON conversations
  FOR EACH ROW EXECUTE FUNCTION pass_over_erased_conversation();
--> statement-breakpoint
CREATE TRIGGER pass_over_erased BEFORE INSERT ON messages
  FOR EACH ROW EXECUTE FUNCTION pass_over_erased_message();
