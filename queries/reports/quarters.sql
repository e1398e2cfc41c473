-- Four parts of equal size of the known values of an attribute, lowest first.
-- params: none
-- fills: value, owner
-- grain: one row per part
with
    parted as (
        select {{ value }} as value, ntile(4) over (order by {{ value }}) as part
        from {{ owner }}
        where {{ value }} is not null
    )

select part, min(value) as lowest, max(value) as highest
from parted
group by part
order by part
