-- When users were seen before their table is written anew.
-- params: none
-- grain: one row per user
create or replace temp table seen_before as
select user_id, first_seen, last_seen
from built.users
