-- What became of the rows of one file.
-- params: $table text, $file text, $rows_read integer, $rows_kept integer, $rows_rejected integer
-- grain: one row
insert into load_files
values ($table, $file, $rows_read, $rows_kept, $rows_rejected)
