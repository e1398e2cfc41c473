-- How a number is read: digits with a point. Texts a cast would also take (inf, nan, 1_000) are no numbers, and what is
-- beyond 1e15 would swallow the others in a sum.
-- params: none
-- grain: one value
create or replace temp macro as_number(cell) as
    case
        when
            regexp_matches(cell, '^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,2})?$')
            and try_cast(cell as double) between -1e15 and 1e15
        then try_cast(cell as double)
    end
