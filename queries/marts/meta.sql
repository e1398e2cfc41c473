-- What this warehouse is: its version, its time zone, its size. Filled by load.
-- params: none
-- grain: one row per key
create or replace table meta (key varchar, value varchar)
