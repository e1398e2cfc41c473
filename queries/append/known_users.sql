-- The users of this load: known ones keep their ids, new ones follow in the order in which they joined.
-- params: none
-- grain: one row per user
create or replace temp table known_users as
with
    numbered as (
        select
            users.user_id as "~known",
            row_number() over (
                partition by users.user_id is null order by checked_users.joined_at nulls last, checked_users.user_key
            ) as "~nth",
            checked_users.* exclude (row_number, file, block, fault, notes)
        from checked_users
        left join built.users as users on users.user_key = checked_users.user_key
        where checked_users.fault is null
    )
select
    coalesce("~known", (select count(*) from built.users) + "~nth" - 1)::integer as user_id,
    * exclude ("~known", "~nth")
from numbered
order by user_id
