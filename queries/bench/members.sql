-- Who is in four segments: hygienists; who did something common often; a plan without an event; a nested rule.
-- params: $common varchar, $other varchar, $days integer, $now timestamp
-- grain: one row per user and segment the user is in
with
    known as (select * from users where not is_internal),

    often as (
        select user_key
        from events
        where event_name = $common and ts >= $now - interval '90' day and ts < $now
        group by user_key
        having count(*) >= 3
    ),

    lately_often as (
        select user_key
        from events
        where event_name = $common and ts >= $now - $days * interval '1' day and ts < $now
        group by user_key
        having count(*) >= 3
    ),

    lately as (
        select distinct user_key from events where event_name = $other and ts >= $now - interval '30' day and ts < $now
    ),

    unhappy as (
        select user_key
        from
            (
                select user_key, score
                from answers
                qualify row_number() over (partition by user_key order by ts desc nulls last, row_number desc) = 1
            ) as latest
        where score <= 6
    ),

    flagged as (
        select
            known.user_key,
            known.role,
            known.plan,
            known.seats,
            often.user_key is not null as is_often,
            lately_often.user_key is not null as is_lately_often,
            lately.user_key is not null as is_lately,
            unhappy.user_key is not null as is_unhappy
        from known
        left join often on often.user_key = known.user_key
        left join lately_often on lately_often.user_key = known.user_key
        left join lately on lately.user_key = known.user_key
        left join unhappy on unhappy.user_key = known.user_key
    )

select 'Hygienists' as segment, user_key
from flagged
where role = 'hygienist'
union all
select 'Often' as segment, user_key
from flagged
where is_often
union all
select 'Growth' as segment, user_key
from flagged
where plan = 'Growth' and not is_lately
union all
select 'Nested' as segment, user_key
from flagged
where
    (plan in ('Growth', 'Scale') or role = 'owner') and is_lately_often and not is_lately and (is_unhappy or seats > 20)
