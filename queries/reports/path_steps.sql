-- What users did right after something or right before it, step by step away from it; the same several times in a row
-- counts once, and at the same moment the order is that of the names.
-- params: $event varchar, $steps integer
-- fills: around
-- grain: one row per user and step
with
    met as (
        select
            user_id,
            event_name,
            distance,
            lag(event_name, 1, $event) over (partition by user_id order by distance, event_name) as event_before
        from ({{ around }}) as around
    ),

    numbered as (
        select user_id, event_name, row_number() over (partition by user_id order by distance, event_name) as step
        from met
        where event_name <> event_before
    )

select user_id, step, event_name
from numbered
where step <= $steps
