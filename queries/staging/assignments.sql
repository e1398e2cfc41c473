-- Source rows of experiment assignments, checked: each needs a known user, an experiment and a variant.
-- params: $now timestamp
-- fills: read_at
-- grain: one row per source row
create or replace temp table checked_assignments as
with dated as (select *, {{ read_at }}("at") as "~moment" from picked_assignments)
select
    dated.* exclude (block, user_key, "at", "~moment"),
    known_users.user_id,
    dated."~moment" as "at",
    case
        when dated.user_key is null
        then fault('missing user id', 'user', null)
        when known_users.user_id is null
        then fault('unknown user', 'user', dated.user_key)
        when dated.experiment is null
        then fault('missing experiment', 'experiment', null)
        when dated.variant is null
        then fault('missing variant', 'variant', null)
        when dated."at" is not null and dated."~moment" is null
        then fault('unreadable date', 'at', dated."at")
    end as fault,
    remarks([case when dated."~moment" > $now then fault('date in the future', 'at', dated."at") end]) as notes
from dated
left join known_users on dated.user_key = known_users.user_key
