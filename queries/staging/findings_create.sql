-- Where every remark of this load is collected.
-- params: none
-- grain: one row per remark on one row of one table
create or replace temp table findings (
    table_name varchar,
    file varchar,
    row_number bigint,
    severity varchar,
    reason varchar,
    column_name varchar,
    value varchar
)
