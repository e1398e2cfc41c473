-- A standard normal deviate, by Box and Muller.
-- params: none
-- grain: one value
create or replace temp macro normal(what, of_one) as
    sqrt(-2 * ln(1 - uniform(what, of_one, 1))) * cos(2 * pi() * uniform(what, of_one, 2))
