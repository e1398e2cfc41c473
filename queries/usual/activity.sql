-- How active each user was in usual dates, as summed when the data were loaded.
-- params: none
-- fills: table
-- grain: one row per user who did anything
select user_id, days, events, sessions from {{ table }} where days > 0
