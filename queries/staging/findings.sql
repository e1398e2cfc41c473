-- Collects the remarks on one checked table: why rows were rejected, and what is odd about rows that were kept.
-- params: $table text
-- fills: checked
-- grain: one row per remark
insert into findings
with
    rejected as (
        select file, row_number, 'rejected' as severity, fault as remark
        from {{ checked }}
        where fault is not null
    ),
    kept as (
        select file, row_number, 'kept' as severity, unnest(notes) as remark
        from {{ checked }}
        where fault is null and len(notes) > 0
    )
select $table, file, row_number, severity, remark.reason, remark.column_name, remark.value
from (from rejected union all from kept)
