-- The days of users in the window, and nothing done with them.
-- params: $start timestamp, $until timestamp
-- grain: one row
select sum(user_id) as total, max(day) as last_day from user_day where day >= $start and day < $until
