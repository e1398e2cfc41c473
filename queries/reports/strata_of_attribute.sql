-- The value of one attribute of each user, or of the user's account, as text.
-- params: none
-- fills: attribute
-- grain: one row per user
select users.user_id, cast({{ attribute }} as varchar) as stratum
from users
left join accounts on accounts.account_id = users.account_id
