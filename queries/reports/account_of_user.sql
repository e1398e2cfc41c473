-- The account of every user, -1 where there is none.
-- params: none
-- grain: one row per user, in the order of user ids
select coalesce(account_id, -1) as account_id from users order by user_id
