-- The remarks of this load in short, each reason with its first row as the example.
-- params: none
-- grain: one row per table, file, severity and reason
select
    table_name,
    file,
    severity,
    reason,
    count(*) as n_rows,
    min(row_number) as example_row,
    arg_min(column_name, row_number) as column_name,
    arg_min(value, row_number) as example_value
from findings
group by table_name, file, severity, reason
order by severity desc, n_rows desc, table_name, file, reason
