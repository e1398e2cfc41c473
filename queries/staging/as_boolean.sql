-- How a yes or no is read. 0 and 1 are numbers.
-- params: none
-- grain: one value
create or replace temp macro as_boolean(cell) as
    case when lower(cell) in ('true', 'yes', 't') then true when lower(cell) in ('false', 'no', 'f') then false end
