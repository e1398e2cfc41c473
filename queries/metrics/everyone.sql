-- Every user, once: what group sizes and response rates are counted with.
-- params: none
-- grain: one row per user
select user_id, 1 as num, 1 as den from users
