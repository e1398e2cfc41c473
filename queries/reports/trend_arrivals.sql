-- How many users came in each period: joined, or were seen before that. Who has no such date had always been there, as
-- had those who came before the first period.
-- params: $grain varchar, $start timestamp, $until timestamp
-- grain: one row per (period, account or -1, mask) in which anyone came
with
    came as (
        select
            user_id,
            account_id,
            case
                when joined_at is null or joined_at < cast($start as timestamp)
                then cast($start as timestamp)
                else greatest(least(joined_at, coalesce(first_seen, joined_at)), cast($start as timestamp))
            end as came_at
        from users
    )

select
    cast(date_trunc($grain, came.came_at) as date) as period,
    coalesce(came.account_id, -1) as account_id,
    member.mask,
    count(*) as n
from came
inner join member on member.user_id = came.user_id
where came.came_at < cast($until as timestamp)
group by date_trunc($grain, came.came_at), came.account_id, member.mask
