-- Remarks on ids that occur again for another row of the same table.
-- params: $table text
-- fills: picked, key
-- grain: one row per repetition
insert into findings
with
    repeated as (
        select {{ key }} as key
        from {{ picked }}
        where {{ key }} is not null
        group by {{ key }}
        having count(*) > 1
    ),
    numbered as (
        select file, row_number, {{ key }} as key, row_number() over (partition by {{ key }} order by p.rowid) as nth
        from {{ picked }} as p
        where {{ key }} in (select key from repeated)
    )
select $table, file, row_number, 'kept', 'repeated id', 'id', key
from numbered
where nth > 1
