-- The columns of a Parquet file, in its order.
-- params: $path text
-- grain: one row per column
describe select * from read_parquet($path)
