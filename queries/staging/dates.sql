-- Whether the dates of a column that start with day or month put the month first or the day.
-- params: $table text, $name text
-- grain: one row
select
    coalesce(sum(n), 0) as n,
    coalesce(sum(n_month_first), 0) as n_month_first,
    coalesce(sum(n_day_first), 0) as n_day_first,
    coalesce(sum(n_differing), 0) as n_differing
from slash_dates
where table_name = $table and column_name = $name
