-- NPS of each user's answers: promoters (9, 10) less detractors (0 to 6) among them, and how many answers there are.
-- params: those of the metric
-- fills: scores
-- grain: one row per user who answered
select user_id, sum(case when num >= 9 then 1 when num <= 6 then -1 else 0 end) as num, cast(count(*) as double) as den
from ({{ scores }}) as scores
group by user_id
