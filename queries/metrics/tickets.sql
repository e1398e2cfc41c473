-- How many support tickets each user opened in the window; those of an account that name no user are nobody's.
-- Users who came only after the window are left out.
-- params: $start timestamp, $until timestamp
-- grain: one row per user
with
    counts as (
        select user_id, count(*) as n_tickets
        from tickets
        where
            user_id is not null
            and (cast($start as timestamp) is null or opened_at >= cast($start as timestamp))
            and (cast($until as timestamp) is null or opened_at < cast($until as timestamp))
        group by user_id
    )

select users.user_id, coalesce(counts.n_tickets, 0) as num, 1 as den
from users
left join counts on counts.user_id = users.user_id
where
    cast($until as timestamp) is null
    or users.joined_at is null
    or users.joined_at < cast($until as timestamp)
    or users.first_seen < cast($until as timestamp)
