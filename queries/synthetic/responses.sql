-- What 15 in 100 users answer to the NPS question, up to six times each; dentists are happier than hygienists.
-- params: $end timestamp
-- grain: one row per answer
create or replace temp table checked_responses as
with
    asked as (
        select user_id, role, joined_at, unnest(range(1 + floor(6 * uniform('answers', user_id) ** 2)::integer)) as number
        from known_users
        where uniform('answers at all', user_id) < 0.15
    )
select
    row_number() over (order by user_id, number) as row_number,
    'synthetic' as file,
    'nps' as survey,
    null::varchar as comment,
    user_id,
    joined_at + to_microseconds(floor(uniform('answered', user_id, number) * (epoch_us($end) - epoch_us(joined_at)))::bigint)
    as ts,
    floor(11 * uniform('score', user_id, number) ** case role when 'dentist' then 0.3 when 'hygienist' then 1 else 0.5 end)::double
    as score,
    null as fault,
    null as notes
from asked
