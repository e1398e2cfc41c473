-- The words that people are called by, and whether they are names in comments where they are written small, too.
-- They are not if several people write them, more of them small than with a capital: then they are words of the day.
-- params: none
-- fills: names
-- grain: one row per word, in small letters
with
    names as (select distinct value from ({{ names }})),

    words as (
        select user_id, unnest(regexp_split_to_array(comment, '[^\pL''’.-]+')) as word
        from responses
        where length(trim(comment)) > 0
    ),

    written as (
        select
            names.value,
            count(distinct words.user_id) filter (words.word = names.value) as n_small,
            count(distinct words.user_id) filter (words.word <> names.value) as n_capital
        from words
        inner join names on names.value = lower(words.word)
        group by names.value
    )

select names.value, coalesce(written.n_small < 3 or written.n_small < written.n_capital, true) as is_always_name
from names
left join written on written.value = names.value
