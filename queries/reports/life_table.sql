-- How many users did something for the first time on each day of their clock, or were last known on it without having.
-- Of the period before, masks have 256 added.
-- params: none
-- fills: metric
-- grain: one row per (mask, day)
with metric as ({{ metric }})

select
    member.mask + 256 * metric.place as mask,
    metric.num as day,
    count(case when metric.den = 1 then 1 end) as n_seen,
    count(case when metric.den = 0 then 1 end) as n_censored
from metric
inner join member on member.user_id = metric.user_id
group by member.mask + 256 * metric.place, metric.num
order by mask, day
