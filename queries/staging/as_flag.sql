-- How a column declared to be a flag is read, where 0 and 1 also count.
-- params: none
-- grain: one value
create or replace temp macro as_flag(cell) as
    case
        when lower(cell) in ('true', 'yes', 't', 'y', '1', '1.0') then true
        when lower(cell) in ('false', 'no', 'f', 'n', '0', '0.0') then false
    end
