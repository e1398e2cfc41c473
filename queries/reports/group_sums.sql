-- Sums of each user's value by account and by the combination of groups the user is in, for several metrics at once;
-- the values are those kept of each metric, with its place. Logarithms only where the value is more than -1.
-- params: none
-- fills: values
-- grain: one row per (metric, account, combination)
select
    place,
    account_id,
    mask,
    sum(den) as weight,
    sum(num) as total,
    sum(case when num > -1 then ln(1 + num) end) as log_total
from ({{ values }}) as valued
inner join member on member.user_id = valued.user_id
where account_id is not null
group by place, account_id, mask
