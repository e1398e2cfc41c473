-- Whether each user who answered again came to the top two (4 or 5 of 5): 1, left them: -1, or neither: 0.
-- params: those of the metric
-- fills: moves
-- grain: one row per user who answered again
select
    user_id, case when last_score >= 4 then 1 else 0 end - case when first_score >= 4 then 1 else 0 end as num, 1 as den
from ({{ moves }}) as moves
