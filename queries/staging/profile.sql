-- What the values of each column could be.
-- params: none
-- fills: picked, columns
-- grain: one row per column that has any value
select
    column_name,
    count(*) as n,
    count(distinct value) as n_values,
    count(as_number(value)) filter (where not regexp_matches(value, '^[+-]?0[0-9]|[0-9]{16}')) as n_numbers,
    count(as_boolean(value)) as n_booleans,
    bool_and(lower(value) = 'f') as is_all_f,
    count(as_moment(value)) as n_moments,
    count(as_moment_month_first(value)) as n_month_first,
    count(as_moment_day_first(value)) as n_day_first,
    count(*) filter (where as_moment_month_first(value) <> as_moment_day_first(value)) as n_differing,
    arg_min(value, row_number) as example_value,
    min(row_number) as example_row
from (unpivot {{ picked }} on {{ columns }} into name column_name value value)
group by column_name
