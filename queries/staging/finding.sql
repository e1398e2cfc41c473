-- One remark found outside the statements: a record that is no row, or a file that was read with a reservation.
-- params: $table text, $file text, $row_number integer, $severity text, $reason text, $name text, $value text
-- grain: one row
insert into findings
values ($table, $file, $row_number, $severity, $reason, $name, $value)
