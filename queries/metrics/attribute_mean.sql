-- A numeric attribute, up to what can be cubed and summed, of each user, or of the user's account.
-- params: none
-- fills: attribute
-- grain: one row per user who has a value
select users.user_id, {{ attribute }} as num, 1 as den
from users
left join accounts on accounts.account_id = users.account_id
where {{ attribute }} between -1e90 and 1e90
