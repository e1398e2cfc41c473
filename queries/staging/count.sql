-- How many rows a table has.
-- params: none
-- fills: table
-- grain: one row
select count(*) as n_rows from {{ table }}
