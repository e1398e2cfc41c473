-- Which tables the warehouse has.
-- params: none
-- grain: one row per table
select table_name from information_schema.tables where table_catalog = 'warehouse' order by table_name
