-- How a cell is read: without the blanks around it, and nothing where only blanks are.
-- params: none
-- grain: one value
create or replace temp macro as_text(cell) as nullif(trim(cell, concat(' ', chr(9), chr(10), chr(13), chr(160))), '')
