-- A number in [0, 1) that looks like chance and is the same in every run with the same seed.
-- params: none
-- grain: one value
create or replace temp macro uniform(what, of_one, of_other := 0) as
    (hash(of_one, of_other, what, getvariable('seed')) >> 11) / 9007199254740992.0
