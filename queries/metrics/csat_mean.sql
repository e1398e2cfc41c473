-- The latest CSAT answer of each user in the window, 1 to 5.
-- params: none
-- fills: latest
-- grain: one row per user who answered
select user_id, score as num, 1 as den from ({{ latest }}) as latest
