PARAM loaves AS INTEGER
RETURN loaves * 2
