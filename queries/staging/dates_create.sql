-- Where it is collected how many dates of each column start with day or month, in files loaded before too.
-- params: none
-- grain: one row per column and load
create or replace temp table slash_dates (
    table_name varchar, column_name varchar, n bigint, n_month_first bigint, n_day_first bigint, n_differing bigint
)
