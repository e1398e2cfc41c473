-- How many days after joining each user did an event first, or has gone without it until the window or the data end.
-- Days are those of the calendar, counted from the one of joining, or of being first seen where that is not known; what
-- he did before it counts as day 0. Users who joined outside the window are left out, and those who joined before
-- anything was recorded, because what they did first is not known.
-- params: $event varchar, $start timestamp, $until timestamp
-- grain: one row per user who joined in the window; num days, den 1 if he did it and 0 if not yet
with
    bounds as (
        select
            greatest(coalesce(cast($start as timestamp), first_day), first_day) as begins,
            least(coalesce(cast($until as timestamp), last_end), last_end) as ends
        from (select min(day) as first_day from user_day) as activity
        cross join (select cast(value as date) + interval '1' day as last_end from meta where key = 'as_of') as data
    ),

    firsts as (select user_id, min(ts) as first_at from events where event_name = $event group by user_id),

    joined as (select user_id, coalesce(joined_at, first_seen) as joined_at from users),

    clocks as (
        select
            joined.user_id,
            cast(joined.joined_at as date) as start_date,
            cast(bounds.ends - interval '1' second as date) as last_date,
            case when firsts.first_at < bounds.ends then cast(firsts.first_at as date) end as done_date
        from joined
        cross join bounds
        left join firsts on firsts.user_id = joined.user_id
        where joined.joined_at >= bounds.begins and joined.joined_at < bounds.ends
    )

select
    user_id,
    greatest(date_diff('day', start_date, coalesce(done_date, last_date)), 0) as num,
    case when done_date is null then 0 else 1 end as den
from clocks
