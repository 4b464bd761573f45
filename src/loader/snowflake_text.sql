-- The file: {command} --output {word}
-- {faulty}
-- Run this in the folder of the file, also by snow sql: {run}
-- What is temporary goes with the session.
CREATE TEMPORARY STAGE {stage} FILE_FORMAT = (
    TYPE = CSV FIELD_OPTIONALLY_ENCLOSED_BY = '"' EMPTY_FIELD_AS_NULL = TRUE NULL_IF = () ENCODING = 'UTF8'
    ERROR_ON_COLUMN_COUNT_MISMATCH = FALSE
);
PUT {source} @{stage};

-- A field too few is NULL, one too many is the last column; the header is a row.
CREATE TEMPORARY TABLE {import} (
    {text_columns},
    fields_beyond VARCHAR
);
COPY INTO {import} FROM @{stage} ON_ERROR = ABORT_STATEMENT;
-- A text that is no number is how plain SQL stops, and without this table nothing below works.
CREATE TEMPORARY TABLE {check} AS
SELECT CAST(CASE
    WHEN COUNT_IF({is_header}) <> 1 THEN 'the file does not begin with the header {header}'
    WHEN COUNT(*) - 1 <> {rows} THEN CONCAT('the file has ', COUNT(*) - 1, ' rows, and its recipe {rows}')
    ELSE '1'
END AS INTEGER) AS holds
FROM {import};

CREATE TABLE {table} (
    {text_columns},
    fields_beyond VARCHAR
);
INSERT INTO {table}
SELECT {names}, fields_beyond
FROM {import} CROSS JOIN {check}
WHERE holds = 1 AND NOT COALESCE({is_header}, FALSE);
