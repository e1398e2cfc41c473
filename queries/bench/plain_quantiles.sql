-- The median number of events per user of each segment, users without one included.
-- params: $start timestamp, $until timestamp
-- fills: members
-- grain: one row per segment
with
    members as ({{ members }}),

    counted as (select user_key, count(*) as n from events where ts >= $start and ts < $until group by user_key)

select members.segment, '' as category, quantile_disc(coalesce(counted.n, 0), 0.5) as value
from members
left join counted on counted.user_key = members.user_key
group by members.segment
