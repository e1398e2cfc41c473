-- The values of a metric with the account of each user: what is kept in memory, whoever is in which segment.
-- params: those of the metric
-- fills: metric
-- grain: one row per user who has a row of the metric
select metric.user_id, users.account_id, cast(metric.num as double) as num, cast(metric.den as double) as den
from ({{ metric }}) as metric
inner join users on users.user_id = metric.user_id
