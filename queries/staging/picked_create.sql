-- Makes an empty staging table with the columns all sources of this table fill together.
-- params: none
-- fills: picked, columns
-- grain: one row per source row
create or replace temp table {{ picked }} as
select null::bigint as row_number, null::varchar as file, null::integer as block, {{ columns }}
limit 0
