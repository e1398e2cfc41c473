-- How a date without its time of day is read, by the rules of as_moment.
-- params: none
-- grain: one value
create or replace temp macro as_day(cell) as as_moment(cell)::date
