# The file: {command} --output {word}
# Run this in the folder of the file; it runs bq: {run}
set -eu
bq mk --dataset --force {dataset}
# The text of the file comes first into a table of its own, with its header as a row.
bq load --replace --source_format=CSV --skip_leading_rows=0 {import_place} {source} \
    {text_schema}
# It goes, whatever becomes of the rest.
trap 'bq rm --force --table {import_place}' EXIT
bq query --use_legacy_sql=false <<'SQL'
CREATE TEMP TABLE file_check AS
SELECT IF(COUNTIF({is_header}) = 1 AND COUNT(*) - 1 = {rows}, 1, ERROR(CONCAT(
    'the file has ', CAST(COUNTIF({is_header}) AS STRING), ' headers and ',
    CAST(COUNT(*) - 1 AS STRING), ' rows, and its recipe 1 and {rows}'))) AS holds
FROM {import};

CREATE TEMP TABLE typed AS
SELECT
    {casts}
FROM {import} CROSS JOIN file_check
WHERE holds = 1 AND NOT COALESCE({is_header}, FALSE);
-- BigQuery enforces NOT NULL alone: every number here must be 0, or nothing is loaded.
CREATE TEMP TABLE broken AS
SELECT
    {counted}
FROM typed;
SELECT * FROM broken;
CREATE TEMP TABLE verdict AS
SELECT IF({sum_of_counts} = 0, 1, ERROR(CONCAT('rows break these rules: ', TO_JSON_STRING(broken)))) AS holds
FROM broken;

CREATE TABLE {table} (
    {definitions}
);
INSERT INTO {table} ({names})
SELECT {names}
FROM typed CROSS JOIN verdict
WHERE holds = 1;
SQL
