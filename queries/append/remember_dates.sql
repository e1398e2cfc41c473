-- Notes how many dates that start with day or month were loaded before, but for tables that are read again.
-- params: $again list
-- grain: one row per column
insert into slash_dates
select table_name, column_name, n, n_month_first, n_day_first, n_differing
from built.load_dates
where table_name not in (select unnest($again))
