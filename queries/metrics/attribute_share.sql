-- Whether an attribute of each user, or of the user's account, has one value.
-- params: $value any
-- fills: attribute
-- grain: one row per user who has a value
select users.user_id, case when {{ attribute }} = $value then 1 else 0 end as num, 1 as den
from users
left join accounts on accounts.account_id = users.account_id
where {{ attribute }} is not null
