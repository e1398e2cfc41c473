-- What members themselves are called, to be masked in what they wrote.
-- params: none
-- fills: value
-- grain: one row per member who has the value
select member.user_id, lower(cast({{ value }} as varchar)) as value
from member
inner join users on users.user_id = member.user_id
left join accounts on accounts.account_id = users.account_id
where {{ value }} is not null
