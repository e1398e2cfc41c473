-- Whether a column has any value.
-- params: none
-- fills: table, column
-- grain: one row
select count({{ column }}) > 0 as has_values from built.{{ table }}
