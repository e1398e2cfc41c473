-- Whether each user did an event in the first days after joining, or after being first seen where that is not known.
-- Users whose first days are not wholly inside the window and the data are left out, not counted as lost.
-- params: $event varchar, $days integer, $start timestamp, $until timestamp
-- grain: one row per user whose first days have been seen
with
    bounds as (
        select
            greatest(coalesce(cast($start as timestamp), first_day), first_day) as begins,
            least(coalesce(cast($until as timestamp), last_end), last_end) as ends
        from (select min(day) as first_day from user_day) as activity
        cross join (select cast(value as date) + interval '1' day as last_end from meta where key = 'as_of') as data
    ),
    newcomers as (select user_id, coalesce(joined_at, first_seen) as joined_at from users),
    observed as (
        select newcomers.user_id, newcomers.joined_at
        from newcomers
        cross join bounds
        where newcomers.joined_at >= bounds.begins and newcomers.joined_at + $days * interval '1' day <= bounds.ends
    ),
    doers as (
        select distinct events.user_id
        from events
        inner join observed on observed.user_id = events.user_id
        where
            events.event_name = $event
            and events.ts >= observed.joined_at
            and events.ts < observed.joined_at + $days * interval '1' day
    )

select observed.user_id, case when doers.user_id is null then 0 else 1 end as num, 1 as den
from observed
left join doers on doers.user_id = observed.user_id
