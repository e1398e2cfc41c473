-- On how many days of the window each user did anything.
-- params: $start timestamp, $until timestamp
-- grain: one row per user
with
    counts as (
        select user_id, count(*) as n_days
        from user_day
        where
            (cast($start as timestamp) is null or day >= cast($start as timestamp))
            and (cast($until as timestamp) is null or day < cast($until as timestamp))
        group by user_id
    )

select users.user_id, coalesce(counts.n_days, 0) as num
from users
left join counts on counts.user_id = users.user_id
