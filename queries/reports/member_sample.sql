-- A few members of a segment, those seen last first, with all that is known of them and of their accounts.
-- params: $most integer
-- grain: one row per user
select users.*, accounts.account_key, accounts.account_name, accounts.* exclude (account_id, account_key, account_name)
from member
inner join users on users.user_id = member.user_id
left join accounts on accounts.account_id = users.account_id
order by users.last_seen desc nulls last, users.user_id
limit $most
