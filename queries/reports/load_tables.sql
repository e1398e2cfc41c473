-- How large each table is.
-- params: none
-- grain: one row per table
select table_name, n_rows, megabytes from load_tables order by megabytes desc, table_name
