-- How a cell is read: without the blanks around it, and nothing where only blanks are. Most cells have none, so that
-- looking before trimming takes a quarter of the time.
-- params: none
-- grain: one value
create or replace temp macro as_text(cell) as
    case
        when regexp_matches(cell, '^[\s\x{a0}]|[\s\x{a0}]$|^$')
        then nullif(trim(cell, concat(' ', chr(9), chr(10), chr(11), chr(12), chr(13), chr(160))), '')
        else cell
    end
