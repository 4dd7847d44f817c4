-- The role that queries run under: it owns nothing and sees only the rows of the tenant that the transaction named.
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'basalt_app') THEN
    CREATE ROLE basalt_app NOLOGIN;
  END IF;
END $$;
--> statement-breakpoint
DO $$ BEGIN
  EXECUTE format('GRANT basalt_app TO %I', current_user);
EXCEPTION WHEN invalid_grant_operation THEN NULL; -- a superuser that is the role's admin already
END $$;
