-- On how many days of each period each user did anything, and how many events that were.
-- params: $grain varchar, $start timestamp, $until timestamp
-- grain: one row per user and period in which the user was active
select user_id, cast(date_trunc($grain, day) as date) as period, count(*) as days, sum(events) as events
from user_day
where day >= cast($start as timestamp) and day < cast($until as timestamp)
group by user_id, date_trunc($grain, day)
