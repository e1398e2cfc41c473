-- A numeric property of an event and the number of events that have it, by user and period: its mean per event.
-- params: $event varchar, $grain varchar, $start timestamp, $until timestamp
-- fills: attribute
-- grain: one row per user and period in which the user did such an event
select user_id, cast(date_trunc($grain, ts) as date) as period, sum({{ attribute }}) as num, count(*) as den
from events
where
    event_name = $event
    and {{ attribute }} between -1e90 and 1e90
    and ts >= cast($start as timestamp)
    and ts < cast($until as timestamp)
group by user_id, date_trunc($grain, ts)
