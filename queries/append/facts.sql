-- What the warehouse before says about itself.
-- params: none
-- grain: one row per key
select key, value from built.meta
