-- The latest NPS answer of each user in the window: 1 promoter (9, 10), 0 passive, -1 detractor (0 to 6).
-- params: none
-- fills: latest
-- grain: one row per user who answered
select user_id, case when score >= 9 then 1 when score <= 6 then -1 else 0 end as num, 1 as den
from ({{ latest }}) as latest
