-- Everything the statistics need of a metric: sums of each user's value x, and of w it is counted per, by account and
-- by cell,
-- where the cell is a combination of segments or a value of an attribute. Logarithms only where x > -1.
-- params: those of the metric
-- fills: metric, cell
-- grain: one row per (account or -1, cell)
with
    metric as ({{ metric }}),

    valued as (
        select users.account_id, {{ cell }} as cell, cast(metric.num as double) as x, cast(metric.den as double) as w
        from metric
        inner join member on member.user_id = metric.user_id
        inner join users on users.user_id = metric.user_id
        left join accounts on accounts.account_id = users.account_id
    )

select
    coalesce(account_id, -1) as account_id,
    cell,
    count(*) as n,
    sum(x) as total,
    sum(x * x) as squares,
    sum(x * x * x) as cubes,
    sum(case when x > -1 then ln(1 + x) end) as log_total,
    sum(case when x > -1 then ln(1 + x) * ln(1 + x) end) as log_squares,
    min(x) as lowest,
    sum(w) as weight,
    sum(w * w) as weight_squares,
    sum(w * x) as products
from valued
group by account_id, cell
order by account_id, cell
