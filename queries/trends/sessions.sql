-- How many sessions each user began in each period.
-- Users without a row in a period, those who came only after it left out, did so 0 times.
-- params: $grain varchar, $start timestamp, $until timestamp
-- grain: one row per user and period in which the user was active
select user_id, cast(date_trunc($grain, day) as date) as period, sum(sessions) as num, 1 as den
from user_day
where day >= cast($start as timestamp) and day < cast($until as timestamp)
group by user_id, date_trunc($grain, day)
