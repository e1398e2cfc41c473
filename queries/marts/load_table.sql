-- How large one table is on disk; blocks that several tables share count for each of them.
-- params: $table text
-- fills: table
-- grain: one row
insert into load_tables
select
    $table,
    (select count(*) from {{ table }}),
    (select count(distinct block_id) * 0.262144 from pragma_storage_info($table) where block_id >= 0)
