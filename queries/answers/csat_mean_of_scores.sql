-- The sum of each user's answers, and how many answers there are.
-- params: those of the metric
-- fills: scores
-- grain: one row per user who answered
select user_id, sum(num) as num, cast(count(*) as double) as den from ({{ scores }}) as scores group by user_id
