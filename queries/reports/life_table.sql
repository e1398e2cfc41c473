-- How many users did something for the first time on each day of their clock, or were last known on it without having.
-- params: none
-- fills: metric
-- grain: one row per day
select metric.num as day, count(case when metric.den = 1 then 1 end) as n_seen, count(*) as n
from ({{ metric }}) as metric
inner join member on member.user_id = metric.user_id
group by metric.num
order by metric.num
