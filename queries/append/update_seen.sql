-- Says when users were first and last seen.
-- params: none
-- grain: one row per user with a new event
update built.users as users
set first_seen = seen.first_seen, last_seen = seen.last_seen
from seen
where seen.user_id = users.user_id
