-- How a date or time is read in a column known to write the day before month.
-- params: none
-- grain: one value
create or replace temp macro as_moment_day_first(cell) as
    case
        when regexp_matches(cell, '^[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{4}')
        then
            try_strptime(
            regexp_replace(cell, '^([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})', '\1/\2/\3'),
            ['%d/%m/%Y', '%d/%m/%Y %H:%M', '%d/%m/%Y %H:%M:%S', '%d/%m/%Y %I:%M %p', '%d/%m/%Y %I:%M:%S %p']
        )
        else as_moment(cell)
    end
