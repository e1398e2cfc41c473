-- What is known of the answers of each account from which enough people answered.
-- params: those of the metric, $fewest integer
-- fills: metric
-- grain: one row per account
with metric as ({{ metric }})

select
    users.account_id,
    any_value(accounts.account_key) as account_key,
    any_value(coalesce(accounts.account_name, accounts.account_key)) as name,
    count(*) as n,
    sum(cast(metric.num as double)) as total,
    sum(cast(metric.num as double) * cast(metric.num as double)) as squares
from metric
inner join member on member.user_id = metric.user_id
inner join users on users.user_id = metric.user_id
inner join accounts on accounts.account_id = users.account_id
group by users.account_id
having count(*) >= $fewest
order by users.account_id
