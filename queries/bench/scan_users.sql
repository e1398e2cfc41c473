-- The columns of users that a segment reads, and nothing done with them.
-- params: none
-- grain: one row
select count(role) as n_roles, sum(user_id) as total from users
