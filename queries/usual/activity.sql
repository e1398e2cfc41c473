-- How active each user was in usual dates, as summed when the data were loaded; 0 for who did nothing.
-- params: none
-- fills: table
-- grain: one row per user
select user_id, days, events, sessions from {{ table }}
