-- Why users and accounts as their files say now cannot take the place of those before.
-- params: none
-- grain: one row per reason that applies
with
    waiting as (
        select table_name, reason, sum(n_rows) as n_rows
        from built.load_issues
        where reason in ('unknown user', 'unknown account') and severity = 'rejected'
        group by table_name, reason
    ),
    listed as (
        select table_name, reason, value from built.load_rejects where reason in ('unknown user', 'unknown account')
    ),
    known as (
        select 'unknown user' as reason, user_key as key
        from known_users
        union all
        select 'unknown account', account_key
        from known_accounts
    )
select concat(count(*), ' users that were loaded are not in their file any more') as why
from built.users as users
left join known_users on known_users.user_key = users.user_key
where known_users.user_key is null
having count(*) > 0
union all
select concat(count(*), ' accounts that were loaded are not in their file any more')
from built.accounts as accounts
left join known_accounts on known_accounts.account_key = accounts.account_key
where known_accounts.account_key is null
having count(*) > 0
union all
select concat(count(*), ' users belong to another account now')
from built.users as users
inner join known_users on known_users.user_key = users.user_key
where known_users.account_id is distinct from users.account_id
having count(*) > 0
union all
select concat('rows of ', min(listed.value), ' were rejected before that are known now')
from listed
inner join known on known.reason = listed.reason and known.key = listed.value
having count(*) > 0
union all
select concat(sum(n_rows), ' rows were rejected before and may be known now')
from waiting
where n_rows > 1000 and (select count(*) from known_users) > (select count(*) from built.users)
having count(*) > 0
