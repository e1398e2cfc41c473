-- Makes accounts from the users' own account column, for projects that have no table of accounts.
-- params: none
-- grain: one row per account
insert into picked_accounts by name
select min(row_number) as row_number, min(file) as file, 1 as block, account_key
from picked_users
where account_key is not null
group by account_key
