-- Users whose first days are wholly inside the window and the data, with the moment they joined, or were first seen
-- where that is not known.
-- params: $days integer, $start timestamp, $until timestamp
-- grain: one row per user
with
    bounds as (
        select
            greatest(coalesce(cast($start as timestamp), first_day), first_day) as begins,
            least(coalesce(cast($until as timestamp), last_end), last_end) as ends
        from (select min(day) as first_day from user_day) as activity
        cross join (select cast(value as date) + interval '1' day as last_end from meta where key = 'as_of') as data
    ),

    known as (select user_id, coalesce(joined_at, first_seen) as joined_at from users)

select known.user_id, known.joined_at
from known
cross join bounds
where known.joined_at >= bounds.begins and known.joined_at + $days * interval '1' day <= bounds.ends
