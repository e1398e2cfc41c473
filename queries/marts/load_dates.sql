-- How many dates of each column start with day or month, for loads that add rows.
-- params: none
-- grain: one row per column
create or replace table load_dates as
select
    table_name,
    column_name,
    sum(n)::bigint as n,
    sum(n_month_first)::bigint as n_month_first,
    sum(n_day_first)::bigint as n_day_first,
    sum(n_differing)::bigint as n_differing
from slash_dates
group by table_name, column_name
