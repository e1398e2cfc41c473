-- One step of making this version.
-- params: $position integer, $step text, $seconds number
-- grain: one row
insert into load_steps
values ($position, $step, $seconds)
