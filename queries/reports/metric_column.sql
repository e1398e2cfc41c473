-- A metric as numbers: what is held beside the sets that segments are, whoever is in which segment.
-- params: those of the metric
-- fills: metric
-- grain: one row per user who has a row of the metric
select user_id, cast(num as double) as num from ({{ metric }}) as metric
