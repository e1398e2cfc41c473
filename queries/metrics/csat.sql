-- Whether the latest CSAT answer of each user in the window is one of the top two (4 or 5 of 5).
-- params: none
-- fills: latest
-- grain: one row per user who answered
select user_id, case when score >= 4 then 1 else 0 end as num, 1 as den from ({{ latest }}) as latest
