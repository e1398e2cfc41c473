-- A metric with a row for everyone who had come by the end of the window.
-- params: those of the metric
-- fills: metric, arrived
-- grain: one row per user
select arrived.user_id, coalesce(metric.num, 0) as num, 1 as den
from ({{ arrived }}) as arrived
left join ({{ metric }}) as metric on metric.user_id = arrived.user_id
