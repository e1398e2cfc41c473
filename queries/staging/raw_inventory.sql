-- What the values of a raw table hold that also separates values and rows, to compare with what the file holds.
-- params: $delimiter text
-- fills: raw
-- grain: one row
with
    texts as (select concat_ws('', *columns(* exclude (strata_row))) as text from {{ raw }}),
    inventory as (
        select
            length(text) - length(replace(text, $delimiter, '')) as n_delimiters,
            length(text) - length(replace(text, chr(10), '')) as n_newlines
        from texts
    )
select
    count(*) as n_rows,
    coalesce(sum(n_delimiters), 0)::bigint as n_delimiters,
    coalesce(sum(n_newlines), 0)::bigint as n_newlines,
    coalesce(max(n_newlines), 0)::bigint as most_newlines
from inventory
