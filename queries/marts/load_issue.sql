-- One reason for which rows of a file were rejected or kept with a remark.
-- params: $table text, $file text, $severity text, $reason text, $n_rows integer, $example_row integer,
-- $example_value text, $remedy text
-- grain: one row
insert into load_issues
values ($table, $file, $severity, $reason, $n_rows, $example_row, $example_value, $remedy)
