-- The roles that queries run under; they own nothing. basalt_app sees the rows of the tenant that the transaction named,
-- basalt_edge the table of hosts.
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['basalt_app', 'basalt_edge'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
      EXECUTE format('CREATE ROLE %I NOLOGIN', name);
    END IF;
    BEGIN
      EXECUTE format('GRANT %I TO %I', name, current_user);
    EXCEPTION WHEN invalid_grant_operation THEN NULL; -- the role's admin already
    END;
  END LOOP;
END $$;
