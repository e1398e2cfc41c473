-- When each user started, if that is when they joined, or were seen first where that is not known: those of the dates,
-- but for those from before anything was recorded.
-- params: $start timestamp, $until timestamp, $end timestamp
-- grain: one row per user
select user_id, cast(coalesce(joined_at, first_seen) as date) as start_date
from users
where
    coalesce(joined_at, first_seen) < $end
    and cast(coalesce(joined_at, first_seen) as date) >= (select min(day) from user_day)
    and (cast($start as timestamp) is null or coalesce(joined_at, first_seen) >= cast($start as timestamp))
    and (cast($until as timestamp) is null or coalesce(joined_at, first_seen) < cast($until as timestamp))
