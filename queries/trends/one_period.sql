-- A metric of one period alone, with the first day that is counted.
-- params: $start timestamp, and those of the metric
-- fills: metric
-- grain: that of the metric
select user_id, cast($start as date) as period, num, den from ({{ metric }}) as metric
