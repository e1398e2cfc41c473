-- What was wrong with the source rows, the most frequent first, rejections before remarks.
-- params: none
-- grain: one row per (table, file, severity, reason)
select table_name, file, severity, reason, n_rows, example_row, example_value, remedy
from load_issues
order by severity desc, n_rows desc, table_name, file, reason
