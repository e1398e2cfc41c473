-- The last date in the data that is not after the time of the load.
-- params: $now timestamp
-- grain: one row
with
    dates as (
        select ts
        from events
        union all
        select ts
        from responses
        union all
        select joined_at
        from users
    )
select max(ts)::date as as_of
from dates
where ts <= $now
