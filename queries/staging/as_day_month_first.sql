-- How a date without its time of day is read, by the rules of as_moment_month_first.
-- params: none
-- grain: one value
create or replace temp macro as_day_month_first(cell) as as_moment_month_first(cell)::date
