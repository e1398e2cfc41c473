-- What accounts, and people without one, add to the log-rank score of each segment (a) against its baseline (b): on
-- each day, did it less what was expected, times the share that the other group has of those at risk.
-- Bits are 1 for the first segment, 2, 4, ...; 256 is the period before. The baseline is everyone outside the segment
-- ($baseline_bit null), the segment itself in the period before (256), or another segment (its bit).
-- params: $last_bit integer, $baseline_bit integer
-- fills: metric
-- grain: one row per (segment bit, whether accounts, users of a and of b in each)
with
    metric as ({{ metric }}),

    timed as (
        select
            users.account_id is not null as is_account,
            coalesce(users.account_id, -1 - users.user_id) as unit,
            member.mask + 256 * metric.place as mask,
            metric.num as day,
            metric.den as seen
        from metric
        inner join member on member.user_id = metric.user_id
        inner join users on users.user_id = metric.user_id
    ),

    life as (select mask, day, count(*) as n, sum(seen) as n_seen from timed group by mask, day),

    bits as (
        select 1 as bit
        union all
        select 2
        union all
        select 4
        union all
        select 8
        union all
        select 16
        union all
        select 32
        union all
        select 64
        union all
        select 128
    ),

    sides as (
        select
            bits.bit,
            masks.mask,
            case when (masks.mask & (bits.bit + 256)) = bits.bit then 1 else 0 end as in_a,
            case
                when cast($baseline_bit as integer) is null
                then case when (masks.mask & bits.bit) = 0 then 1 else 0 end
                when cast($baseline_bit as integer) = 256
                then case when (masks.mask & (bits.bit + 256)) = bits.bit + 256 then 1 else 0 end
                else case when (masks.mask & cast($baseline_bit as integer)) > 0 then 1 else 0 end
            end as in_b
        from bits
        cross join (select distinct mask from life) as masks
        where bits.bit <= $last_bit
    ),

    days as (
        select
            sides.bit,
            life.day,
            sum(life.n * sides.in_a) as n_a,
            sum(life.n * sides.in_b) as n_b,
            sum(life.n_seen * (sides.in_a + sides.in_b)) as n_seen
        from life
        inner join sides on sides.mask = life.mask
        where sides.in_a + sides.in_b > 0
        group by sides.bit, life.day
    ),

    risks as (
        select
            bit,
            day,
            n_seen,
            sum(n_a) over (partition by bit order by day desc) as risk_a,
            sum(n_b) over (partition by bit order by day desc) as risk_b
        from days
    ),

    hazards as (
        select
            bit,
            day,
            risk_b / (risk_a + risk_b) as weight_a,
            risk_a / (risk_a + risk_b) as weight_b,
            n_seen / (risk_a + risk_b) as hazard
        from risks
    ),

    steps as (
        select
            bit,
            day,
            weight_a,
            weight_b,
            sum(weight_a * hazard) over (partition by bit order by day) as expected_a,
            sum(weight_b * hazard) over (partition by bit order by day) as expected_b
        from hazards
    ),

    added as (
        select
            steps.bit,
            timed.is_account,
            timed.unit,
            sides.in_a,
            sides.in_b,
            sides.in_a * (timed.seen * steps.weight_a - steps.expected_a) as score_a,
            sides.in_b * (steps.expected_b - timed.seen * steps.weight_b) as score_b
        from timed
        inner join sides on sides.mask = timed.mask
        inner join steps on steps.bit = sides.bit and steps.day = timed.day
        where sides.in_a + sides.in_b > 0
    ),

    units as (
        select
            bit,
            is_account,
            sum(in_a) as n_a,
            sum(in_b) as n_b,
            sum(in_a * in_b) as n_both,
            sum(score_a) as score_a,
            sum(score_b) as score_b,
            sum(score_a * score_a) as squares_a,
            sum(score_b * score_b) as squares_b
        from added
        group by bit, is_account, unit
    )

select
    bit,
    is_account,
    n_a,
    n_b,
    count(*) as times,
    sum(n_both) as n_both,
    sum(score_a) as total_a,
    sum(score_b) as total_b,
    sum(score_a * score_a) as aa,
    sum(score_a * score_b) as ab,
    sum(score_b * score_b) as bb,
    sum(squares_a) as squares_a,
    sum(squares_b) as squares_b
from units
group by bit, is_account, n_a, n_b
order by bit, is_account, n_a, n_b
