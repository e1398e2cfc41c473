-- In which weeks after joining each user was active: bit w stands for week w, which begins 7 w days after the day of
-- joining, or of being first seen where that is not known. Account by account, people without one last.
-- params: none
-- grain: one row per user
create or replace table user_returns as
with
    begun as (select user_id, account_id, coalesce(joined_at, first_seen)::date as began_on from users),
    returns as (
        select user_day.user_id, floor((user_day.day - begun.began_on) / 7)::integer as week
        from user_day
        inner join begun on begun.user_id = user_day.user_id
        where user_day.day >= begun.began_on
    ),
    weeks as (
        select user_id, bit_or(1::ubigint << week) as weeks
        from returns
        where week <= 62
        group by user_id
    )
select begun.user_id, begun.began_on, coalesce(weeks.weeks, 0)::ubigint as weeks
from begun
left join weeks on weeks.user_id = begun.user_id
order by begun.account_id nulls last, begun.user_id
