-- How many support tickets each user opened in each period; those of an account that name no user are nobody's.
-- Users without a row in a period, those who came only after it left out, opened none.
-- params: $grain varchar, $start timestamp, $until timestamp
-- grain: one row per user and period in which the user opened any
select user_id, cast(date_trunc($grain, opened_at) as date) as period, count(*) as num, 1 as den
from tickets
where user_id is not null and opened_at >= cast($start as timestamp) and opened_at < cast($until as timestamp)
group by user_id, date_trunc($grain, opened_at)
