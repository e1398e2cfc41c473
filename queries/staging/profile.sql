-- What the values of each column could be.
-- params: none
-- fills: picked, columns
-- grain: one row per column that has any value
with
    cells as (from (unpivot {{ picked }} on {{ columns }} into name column_name value value)),
    spread as (
        select column_name, value, count(*) as n, min(row_number) as first_row from cells group by column_name, value
    )
select
    column_name,
    sum(n)::bigint as n,
    count(*) as n_values,
    coalesce(
        sum(n) filter (where as_number(value) is not null and not regexp_matches(value, '^[+-]?0[0-9]|[0-9]{16}')), 0
    )::bigint as n_numbers,
    coalesce(sum(n) filter (where as_boolean(value) is not null), 0)::bigint as n_booleans,
    bool_and(lower(value) = 'f') as is_all_f,
    coalesce(sum(n) filter (where as_moment(value) is not null), 0)::bigint as n_moments,
    coalesce(sum(n) filter (where as_moment_month_first(value) is not null), 0)::bigint as n_month_first,
    coalesce(sum(n) filter (where as_moment_day_first(value) is not null), 0)::bigint as n_day_first,
    count(*) filter (where as_moment_month_first(value) <> as_moment_day_first(value)) as n_differing,
    arg_min(value, first_row) as example_value,
    min(first_row) as example_row
from spread
group by column_name
