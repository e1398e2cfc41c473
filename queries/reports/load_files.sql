-- What was read from each source file.
-- params: none
-- grain: one row per (table, file)
select table_name, file, rows_read, rows_kept, rows_rejected from load_files order by table_name, file
