-- How many values of each property are numbers.
-- params: none
-- fills: picked, columns
-- grain: one row per property that has any value
select
    column_name,
    count(*) as n,
    0 as n_values,
    count(as_number(value)) filter (where not regexp_matches(value, '^[+-]?0[0-9]|[0-9]{16}')) as n_numbers
from (unpivot {{ picked }} on {{ columns }} into name column_name value value)
group by column_name
