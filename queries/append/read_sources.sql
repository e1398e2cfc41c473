-- Which files were loaded.
-- params: none
-- grain: one row per block of the project file and file
select table_name, block, file, n_bytes, modified_ns, digest from built.load_sources order by table_name, file
