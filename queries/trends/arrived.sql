-- A metric that others have as 0, of those who had come by the end of a period: joined, or were seen before that.
-- params: $grain varchar, and those of the metric
-- fills: metric
-- grain: that of the metric
select metric.user_id, metric.period, metric.num, metric.den
from ({{ metric }}) as metric
inner join users on users.user_id = metric.user_id
where
    users.joined_at is null
    or date_trunc($grain, least(users.joined_at, coalesce(users.first_seen, users.joined_at))) <= metric.period
