-- Writes the text that is the same in every row of a block, such as the name of its survey.
-- params: $block integer, $text text
-- fills: picked, column
-- grain: one row per source row
update {{ picked }}
set {{ column }} = $text
where block = $block
