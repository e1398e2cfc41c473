-- What users do: the events of a session follow one another within minutes, and event number n is n times rarer than
-- the first (Zipf's law). One in ten has a report type and minutes. The texts are added after the sorting, which is
-- what takes the time.
-- params: none
-- grain: one row per event
create or replace table events as
with
    stepped as (
        select *, unnest(range(n_events)) as step from sessions
    ),
    drawn as (
        select
            user_id,
            session_number,
            floor(exp(ln(201) * uniform('event', user_id, session_number * 64 + step)))::integer as popularity,
            (100 + popularity * 73 % 200)::usmallint as number,
            300 * step + floor(300 * uniform('pause', user_id, session_number * 64 + step))::bigint as second,
            make_timestamp(epoch_us(started_at) + 1000000 * second) as ts
        from stepped
    ),
    sorted as (
        select number, user_id, ts, session_number from drawn order by number, user_id, ts
    ),
    detailed as (
        select *, number % 10 = 9 as is_report, uniform('report', user_id, epoch_us(ts)) as report from sorted
    )
select
    concat('event_', number) as event_name,
    user_id,
    ts,
    concat(user_id, '-', session_number) as session_id,
    case
        when is_report then ['daily', 'weekly', 'monthly', 'custom'][1 + floor(4 * report ** 2)::integer]
    end as report_type,
    case when is_report then floor(600 * uniform('minutes', user_id, epoch_us(ts))) / 10 end as minutes
from detailed
