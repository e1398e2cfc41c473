-- How often each user did each of some events in the window; events are numbered from 0 by name.
-- params: $first varchar, $last varchar, $start timestamp, $until timestamp
-- grain: one row per event and user who did it
with
    names as (
        select event_name, row_number() over (order by event_name) - 1 as event
        from (select distinct event_name from events where event_name between $first and $last) as known
    ),

    did as (
        select event_name, user_id, count(*) as times
        from events
        where
            event_name between $first and $last
            and (cast($start as timestamp) is null or ts >= cast($start as timestamp))
            and (cast($until as timestamp) is null or ts < cast($until as timestamp))
        group by event_name, user_id
    )

select cast(names.event as smallint) as event, did.user_id, cast(did.times as integer) as num
from did
inner join names on names.event_name = did.event_name
