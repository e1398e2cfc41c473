-- How often each answer was given by combination of segments: for scales of a few points.
-- params: those of the metric
-- fills: scores
-- grain: one row per (combination, answer)
select member.mask, cast(scores.num as double) as answer, cast(count(*) as double) as n
from ({{ scores }}) as scores
inner join member on member.user_id = scores.user_id
group by member.mask, scores.num
order by member.mask, answer
