-- How many sessions each user began in the window.
-- Users without a row, those who came only after the window left out, did so 0 times.
-- params: none
-- fills: activity
-- grain: one row per user who did anything
select user_id, sessions as num, 1 as den from ({{ activity }}) as activity
