-- Whether the dates of a column that start with day or month put the month first or the day.
-- params: none
-- fills: picked, column
-- grain: one row
select
    count(*) as n,
    count(as_moment_month_first({{ column }})) as n_month_first,
    count(as_moment_day_first({{ column }})) as n_day_first,
    count(*) filter (where as_moment_month_first({{ column }}) <> as_moment_day_first({{ column }})) as n_differing
from {{ picked }}
where regexp_matches({{ column }}, '^[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{4}')
