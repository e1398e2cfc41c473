-- How a date without its time of day is read, by the rules of as_moment_day_first.
-- params: none
-- grain: one value
create or replace temp macro as_day_day_first(cell) as as_moment_day_first(cell)::date
