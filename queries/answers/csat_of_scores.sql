-- How many of each user's answers are one of the top two (4 or 5 of 5), and how many answers there are.
-- params: those of the metric
-- fills: scores
-- grain: one row per user who answered
select user_id, sum(case when num >= 4 then 1 else 0 end) as num, cast(count(*) as double) as den
from ({{ scores }}) as scores
group by user_id
