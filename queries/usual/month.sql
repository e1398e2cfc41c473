-- On how many of the last 30 of usual dates each user was active, and how many days those are, as summed when the data
-- were loaded.
-- params: none
-- fills: table
-- grain: one row per user active on any of these days
select user_id, month_days as days, month_of_days as of_days from {{ table }} where month_days > 0
