-- How often each user did an event in each period.
-- Users without a row in a period, those who came only after it left out, did so 0 times.
-- params: $event varchar, $grain varchar, $start timestamp, $until timestamp
-- grain: one row per user and period in which the user did
select user_id, cast(date_trunc($grain, ts) as date) as period, count(*) as num, 1 as den
from events
where event_name = $event and ts >= cast($start as timestamp) and ts < cast($until as timestamp)
group by user_id, date_trunc($grain, ts)
