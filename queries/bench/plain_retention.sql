-- The percent of each segment that was active in the fourth week after joining, of those who joined in the window.
-- params: $start timestamp, $until timestamp
-- fills: members
-- grain: one row per segment
with
    members as ({{ members }}),

    joined as (select user_key, date_trunc('day', joined_at) + interval '28' day as begins from users),

    observed as (
        select * from joined where begins >= $start + interval '28' day and begins + interval '7' day <= $until
    ),

    kept as (
        select distinct events.user_key
        from events
        inner join observed on observed.user_key = events.user_key
        where events.ts >= observed.begins and events.ts < observed.begins + interval '7' day
    )

select members.segment, '' as category, 100.0 * count(kept.user_key) / count(*) as value
from members
inner join observed on observed.user_key = members.user_key
left join kept on kept.user_key = members.user_key
group by members.segment
