-- Writes labels instead of codes; the label of a code that means missing is null.
-- params: $block integer, $codes list of text, $labels list of text
-- fills: picked, column
-- grain: one row per source row
update {{ picked }}
set {{ column }} = $labels[list_position($codes, {{ column }})]
where block = $block and list_contains($codes, {{ column }})
