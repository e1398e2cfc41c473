-- Whether each user did an event in the first days after joining, or after being first seen where that is not known, by
-- the period of joining. Users whose first days are not wholly inside the data are left out, not counted as lost.
-- params: $event varchar, $days integer, $grain varchar, $start timestamp, $until timestamp
-- grain: one row per user whose first days have been seen
with
    last_day as (select cast(value as date) + interval '1' day as ends from meta where key = 'as_of'),
    newcomers as (select user_id, coalesce(joined_at, first_seen) as joined_at from users),
    observed as (
        select newcomers.user_id, newcomers.joined_at
        from newcomers
        cross join last_day
        where
            newcomers.joined_at >= cast($start as timestamp)
            and newcomers.joined_at < cast($until as timestamp)
            and newcomers.joined_at + $days * interval '1' day <= last_day.ends
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

select
    observed.user_id,
    cast(date_trunc($grain, observed.joined_at) as date) as period,
    case when doers.user_id is null then 0 else 1 end as num,
    1 as den
from observed
left join doers on doers.user_id = observed.user_id
