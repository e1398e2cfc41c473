-- The members of a segment with all that is known of them and of their accounts.
-- params: none
-- grain: one row per user, in the order of sign-up
select users.*, accounts.account_key, accounts.account_name, accounts.* exclude (account_id, account_key, account_name)
from member
inner join users on users.user_id = member.user_id
left join accounts on accounts.account_id = users.account_id
order by users.user_id
