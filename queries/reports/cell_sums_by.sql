-- Everything the statistics need of a metric within strata: sums of each user's value x, and of what it is counted per,
-- by account, combination of segments and stratum, from the kept values of metrics, each with its place, and the kept
-- strata of users. Logarithms only where x > -1.
-- params: none
-- fills: values, strata
-- grain: one row per (metric, account or -1, mask, stratum)
select
    valued.place,
    coalesce(account_id, -1) as account_id,
    mask,
    coalesce(stratum, '') as stratum,
    cast(count(*) as double) as n,
    sum(num) as total,
    sum(num * num) as squares,
    sum(num * num * num) as cubes,
    sum(case when num > -1 then ln(1 + num) end) as log_total,
    sum(case when num > -1 then ln(1 + num) * ln(1 + num) end) as log_squares,
    min(num) as lowest,
    sum(den) as weight,
    sum(den * den) as weight_squares,
    sum(den * num) as products
from ({{ values }}) as valued
inner join member on member.user_id = valued.user_id
inner join ({{ strata }}) as stratified on stratified.user_id = valued.user_id
group by valued.place, account_id, mask, coalesce(stratum, '')
