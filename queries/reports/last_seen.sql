-- When anybody did something for the last time.
-- params: none
-- grain: one row
select max(last_seen) as last_seen from users
