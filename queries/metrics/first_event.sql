-- How many days after joining each user did an event first, or has gone without it until the data or the window end.
-- Days are those of the calendar; where it is not known when a user joined, his clock starts when he was first seen.
-- What he did before he joined counts as day 0. The start of a window is not asked: a clock runs from joining.
-- params: $event varchar, $until timestamp
-- grain: one row per user whose clock had started; num days, den 1 if he did it and 0 if not yet
with
    data_ends as (
        select cast(cast(value as date) + interval '1' day as timestamp) as ends_at from meta where key = 'as_of'
    ),

    ends as (select least(ends_at, coalesce(cast($until as timestamp), ends_at)) as ends_at from data_ends),

    firsts as (select user_id, min(ts) as first_at from events where event_name = $event group by user_id),

    clocks as (
        select
            users.user_id,
            cast(coalesce(users.joined_at, users.first_seen) as date) as start_date,
            cast(ends.ends_at - interval '1' second as date) as last_date,
            case when firsts.first_at < ends.ends_at then cast(firsts.first_at as date) end as done_date
        from users
        cross join ends
        left join firsts on firsts.user_id = users.user_id
        where coalesce(users.joined_at, users.first_seen) < ends.ends_at
    )

select
    user_id,
    greatest(date_diff('day', start_date, coalesce(done_date, last_date)), 0) as num,
    case when done_date is null then 0 else 1 end as den
from clocks
