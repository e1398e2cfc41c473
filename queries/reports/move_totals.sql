-- How many users who answered again went from which first to which latest answer, by combination of segments.
-- params: those of the metric
-- fills: moves
-- grain: one row per (combination, first answer, latest answer)
select
    member.mask,
    cast(moves.first_score as double) as first_score,
    cast(moves.last_score as double) as last_score,
    cast(count(*) as double) as n
from ({{ moves }}) as moves
inner join member on member.user_id = moves.user_id
group by member.mask, moves.first_score, moves.last_score
order by member.mask, first_score, last_score
