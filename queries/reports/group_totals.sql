-- Sums of each user's value, of its powers and of its products by the combination of groups the user is in, for
-- several metrics at once; the values are those kept of each metric, with its place. Logarithms only where x > -1.
-- params: none
-- fills: values
-- grain: one row per (metric, combination, with an account or without)
select
    place,
    mask,
    account_id is null as is_alone,
    cast(count(*) as double) as n,
    sum(den) as weight,
    sum(num) as total,
    sum(num * num) as squares,
    sum(num * den) as products,
    sum(den * den) as weight_squares,
    sum(num * num * num) as cubes,
    sum(case when num > -1 then ln(1 + num) end) as log_total,
    sum(case when num > -1 then ln(1 + num) * ln(1 + num) end) as log_squares,
    min(num) as lowest
from ({{ values }}) as valued
inner join member on member.user_id = valued.user_id
group by place, mask, account_id is null
