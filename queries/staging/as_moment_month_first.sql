-- How a date or time is read in a column known to write the month before day.
-- params: none
-- grain: one value
create or replace temp macro as_moment_month_first(cell) as
    case
        when regexp_matches(cell, '^[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{4}')
        then
            try_strptime(
            regexp_replace(cell, '^([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})', '\1/\2/\3'),
            ['%m/%d/%Y', '%m/%d/%Y %H:%M', '%m/%d/%Y %H:%M:%S', '%m/%d/%Y %I:%M %p', '%m/%d/%Y %I:%M:%S %p']
        )
        else as_moment(cell)
    end
