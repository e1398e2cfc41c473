-- The values of a metric that others have as 0, with the account of each user: what is kept in memory.
-- params: those of the metric
-- fills: metric, arrived
-- grain: one row per user whose value is above 0 and who had come by the end of the window
select metric.user_id, users.account_id, cast(metric.num as double) as num, cast(metric.den as double) as den
from ({{ metric }}) as metric
inner join ({{ arrived }}) as arrived on arrived.user_id = metric.user_id
inner join users on users.user_id = metric.user_id
where metric.num > 0
