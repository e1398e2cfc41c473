-- How many rows of each file came through the checks of a table.
-- params: none
-- fills: checked
-- grain: one row per file
select file, count(*) as n_checked, count(*) filter (where fault is null) as n_kept from {{ checked }} group by file
