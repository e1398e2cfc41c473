-- Notes how many dates of a column start with day or month, and which of the two they can be read by.
-- params: $table text, $name text
-- fills: picked, column
-- grain: one row
insert into slash_dates
select
    $table,
    $name,
    count(*),
    count(as_moment_month_first({{ column }})),
    count(as_moment_day_first({{ column }})),
    count(*) filter (where as_moment_month_first({{ column }}) <> as_moment_day_first({{ column }}))
from {{ picked }}
where regexp_matches({{ column }}, '^[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{4}')
