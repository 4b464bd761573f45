# The file: {command} --output {word}
# Run this by sh, which runs bq, in the folder of the file.
set -eu
bq mk --dataset --force {dataset}
bq query --use_legacy_sql=false <<'SQL'
CREATE TABLE {table} (
    customer_id       STRING NOT NULL,
    first_name        STRING NOT NULL,
    last_name         STRING NOT NULL,
    email             STRING NOT NULL,
    age               INT64 NOT NULL,
    state             STRING NOT NULL,
    city              STRING NOT NULL,
    employment_status STRING NOT NULL,
    card_type         STRING NOT NULL,
    credit_limit      INT64 NOT NULL,
    account_open_date DATE NOT NULL,
    customer_segment  STRING NOT NULL,
    decline_type      STRING,
    PRIMARY KEY (customer_id) NOT ENFORCED
);
SQL
# An empty field is NULL.
bq load --source_format=CSV --skip_leading_rows=1 --null_marker='' {place} {source}
# BigQuery enforces NOT NULL alone: every number here must be 0.
bq query --use_legacy_sql=false <<'SQL'
SELECT
    COUNTIF(NOT (REGEXP_CONTAINS(customer_id, r'^CUST[0-9]{8}$'))) AS customer_id,
    COUNTIF(NOT (first_name <> '')) AS first_name,
    COUNTIF(NOT (last_name <> '')) AS last_name,
    COUNTIF(NOT (REGEXP_CONTAINS(email, r'^[^@\s]+@[^@\s]+\.[^@\s]+$'))) AS email,
    COUNTIF(NOT (age BETWEEN {age_min} AND {age_max})) AS age,
    COUNTIF(NOT (state IN ({states}))) AS state,
    COUNTIF(NOT (city <> '')) AS city,
    COUNTIF(NOT (employment_status IN ({employments}))) AS employment_status,
    COUNTIF(NOT (card_type IN ({cards}))) AS card_type,
    COUNTIF(NOT (credit_limit BETWEEN {limit_min} AND {limit_max} AND MOD(credit_limit - {limit_min}, {step}) = 0)) AS credit_limit,
    COUNTIF(NOT (account_open_date BETWEEN DATE '{first}' AND DATE '{last}')) AS account_open_date,
    COUNTIF(NOT (customer_segment IN ({segments}))) AS customer_segment,
    COUNTIF(NOT (decline_type IN ({declines}))) AS decline_type,
    COUNTIF(NOT (card_type <> 'Premium'{premium})) AS premium_allowed,
    COUNTIF(NOT ((customer_segment = 'Declining') = (decline_type IS NOT NULL))) AS decline_only_for_declining,
    COUNT(*) - COUNT(DISTINCT customer_id) AS customer_id_unique,
    COUNT(*) - COUNT(DISTINCT email) AS email_unique
FROM {table};
SQL
