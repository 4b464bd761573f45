# The file: {command} --output {word}
# {faulty}
# Run this in the folder of the file; it runs bq: {run}
set -eu
bq mk --dataset --force {dataset}
# A field too few is NULL, one too many is the last column; the header is a row.
bq load --replace --source_format=CSV --skip_leading_rows=0 --allow_jagged_rows {import_place} {source} \
    {text_schema},fields_beyond:STRING
# It goes, whatever becomes of the rest.
trap 'bq rm --force --table {import_place}' EXIT
bq query --use_legacy_sql=false <<'SQL'
CREATE TEMP TABLE file_check AS
SELECT IF(COUNTIF({is_header}) = 1 AND COUNT(*) - 1 = {rows}, 1, ERROR(CONCAT(
    'the file has ', CAST(COUNTIF({is_header}) AS STRING), ' headers and ',
    CAST(COUNT(*) - 1 AS STRING), ' rows, and its recipe 1 and {rows}'))) AS holds
FROM {import};

CREATE TABLE {table} (
    {text_columns},
    fields_beyond STRING
);
INSERT INTO {table} ({names}, fields_beyond)
SELECT {names}, fields_beyond
FROM {import} CROSS JOIN file_check
WHERE holds = 1 AND NOT COALESCE({is_header}, FALSE);
SQL
