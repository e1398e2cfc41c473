-- What the warehouse that is being built says about itself.
-- params: none
-- grain: one row per key
select key, value from meta
