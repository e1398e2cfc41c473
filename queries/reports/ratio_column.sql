-- A ratio as numbers, with what it is counted per: what is held beside the sets that segments are.
-- params: those of the metric
-- fills: metric
-- grain: one row per user who has a row of the metric
select user_id, cast(num as double) as num, cast(den as double) as den from ({{ metric }}) as metric
