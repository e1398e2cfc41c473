-- The values of a metric among the users who are counted.
-- params: those of the metric
-- fills: metric
-- grain: one row per counted user who has a row of the metric
select metric.user_id, metric.num
from ({{ metric }}) as metric
inner join member on member.user_id = metric.user_id
order by metric.user_id
