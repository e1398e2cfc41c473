-- On how many days of the window each user did anything.
-- Users who came only after the window are left out.
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

select users.user_id, coalesce(counts.n_days, 0) as num, 1 as den
from users
left join counts on counts.user_id = users.user_id
where
    cast($until as timestamp) is null
    or users.joined_at is null
    or users.joined_at < cast($until as timestamp)
    or users.first_seen < cast($until as timestamp)
