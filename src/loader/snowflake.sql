-- The file: {command} --output {word}
-- Run this in the folder of the file, also by snow sql: {run}
-- What is temporary goes with the session.
CREATE TEMPORARY STAGE {stage} FILE_FORMAT = (
    TYPE = CSV FIELD_OPTIONALLY_ENCLOSED_BY = '"' EMPTY_FIELD_AS_NULL = TRUE NULL_IF = () ENCODING = 'UTF8'
);
PUT {source} @{stage};

-- The text of the file comes first into a table of its own, with its header as a row.
CREATE TEMPORARY TABLE {import} (
    {text_columns}
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

CREATE TEMPORARY TABLE {typed} AS
SELECT
    {casts}
FROM {import} CROSS JOIN {check}
WHERE holds = 1 AND NOT COALESCE({is_header}, FALSE);
-- Of constraints Snowflake enforces NOT NULL alone: every number here must be 0, or nothing is loaded.
CREATE TEMPORARY TABLE {broken} AS
SELECT
    {counted}
FROM {typed};
SELECT * FROM {broken};
CREATE TEMPORARY TABLE {verdict} AS
SELECT CAST(CASE WHEN {sum_of_counts} = 0 THEN '1' ELSE 'rows break the rules that SELECT * FROM {broken} counts' END AS INTEGER) AS holds
FROM {broken};

CREATE TABLE {table} (
    {definitions}
);
INSERT INTO {table} ({names})
SELECT {names}
FROM {typed} CROSS JOIN {verdict}
WHERE holds = 1;
