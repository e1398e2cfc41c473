-- How far each user who answered again moved: 1 for a step up among detractor, passive and promoter, -1 for a step
-- down.
-- params: those of the metric
-- fills: moves
-- grain: one row per user who answered again
select
    user_id,
    case when last_score >= 9 then 1 when last_score <= 6 then -1 else 0 end
    - case when first_score >= 9 then 1 when first_score <= 6 then -1 else 0 end as num,
    1 as den
from ({{ moves }}) as moves
