-- A backup brings rows with the numbers that they had. The numbers that are given out afterwards have to lie behind them, and
-- only the owner of a sequence may move it: this function does, forward alone, and never so far that none would be left. The
-- margin covers what others take between its two looks, and is small: distances between numbers are taken for counts.
CREATE FUNCTION bot_data.reach(wanted_table text, wanted_column text, number bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  sequence text := pg_get_serial_sequence('bot_data.' || quote_ident(wanted_table), wanted_column);
  reached bigint;
BEGIN
  IF number > 1000000000000000 THEN
    RAISE EXCEPTION 'no row of ours has the number %', number;
  END IF;
  EXECUTE 'SELECT last_value FROM ' || sequence INTO reached;
  IF reached <= number THEN
    PERFORM setval(sequence, number + 1000);
  END IF;
END
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION bot_data.reach(text, text, bigint) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION bot_data.reach(text, text, bigint) TO basalt_app;
