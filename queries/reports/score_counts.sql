-- How many users of each account and combination of segments gave each answer: for scales of a few points.
-- params: those of the metric
-- fills: metric
-- grain: one row per (account or -1, combination, answer)
with metric as ({{ metric }})

select
    coalesce(users.account_id, -1) as account_id,
    member.mask,
    cast(metric.num as double) as answer,
    cast(count(*) as double) as n
from metric
inner join member on member.user_id = metric.user_id
inner join users on users.user_id = metric.user_id
group by users.account_id, member.mask, metric.num
order by account_id, member.mask, answer
