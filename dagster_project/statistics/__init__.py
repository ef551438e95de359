"""What SQL cannot do to figures that dbt has computed: numpy and scipy over tables of the warehouse.

Each part reads tables through an open connection and writes one table of the schema `statistics`, which dbt then reads
like any source. Definitions of metrics do not belong here (dbt has them), and nothing of Dagster does.
"""
