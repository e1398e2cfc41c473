-- On how many of the window's last 30 days each user was active, and how many days those are, of the users active on
-- any of them. Together they are DAU / MAU: the active users of an average day over the active users of the month. A
-- shorter window counts whole.
-- params: none
-- fills: month
-- grain: one row per user active in the last 30 days of the window
select user_id, days as num, of_days as den from ({{ month }}) as month
