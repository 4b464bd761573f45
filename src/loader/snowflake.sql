-- The file: {command} --output {word}
-- Run this by snowsql, in the folder of the file.
CREATE TABLE {table} (
    customer_id       VARCHAR NOT NULL,
    first_name        VARCHAR NOT NULL,
    last_name         VARCHAR NOT NULL,
    email             VARCHAR NOT NULL,
    age               NUMBER(3) NOT NULL,
    state             VARCHAR NOT NULL,
    city              VARCHAR NOT NULL,
    employment_status VARCHAR NOT NULL,
    card_type         VARCHAR NOT NULL,
    credit_limit      NUMBER(10) NOT NULL,
    account_open_date DATE NOT NULL,
    customer_segment  VARCHAR NOT NULL,
    decline_type      VARCHAR,
    PRIMARY KEY (customer_id),
    UNIQUE (email)
);

CREATE TEMPORARY STAGE customers_stage FILE_FORMAT = (
    TYPE = CSV SKIP_HEADER = 1 FIELD_OPTIONALLY_ENCLOSED_BY = '"'
    EMPTY_FIELD_AS_NULL = TRUE DATE_FORMAT = 'YYYY-MM-DD' ENCODING = 'UTF8'
);
PUT 'file://{source}' @customers_stage;
COPY INTO {table} FROM @customers_stage ON_ERROR = ABORT_STATEMENT;

-- Of constraints Snowflake enforces NOT NULL alone: every number here must be 0.
SELECT
    count_if(NOT (regexp_like(customer_id, 'CUST[0-9]{8}'))) AS customer_id,
    count_if(NOT (first_name <> '')) AS first_name,
    count_if(NOT (last_name <> '')) AS last_name,
    count_if(NOT (regexp_like(email, '[^@ ]+@[^@ ]+[.][^@ ]+'))) AS email,
    count_if(NOT (age BETWEEN {age_min} AND {age_max})) AS age,
    count_if(NOT (state IN ({states}))) AS state,
    count_if(NOT (city <> '')) AS city,
    count_if(NOT (employment_status IN ({employments}))) AS employment_status,
    count_if(NOT (card_type IN ({cards}))) AS card_type,
    count_if(NOT (credit_limit BETWEEN {limit_min} AND {limit_max} AND (credit_limit - {limit_min}) % {step} = 0)) AS credit_limit,
    count_if(NOT (account_open_date BETWEEN DATE '{first}' AND DATE '{last}')) AS account_open_date,
    count_if(NOT (customer_segment IN ({segments}))) AS customer_segment,
    count_if(NOT (decline_type IN ({declines}))) AS decline_type,
    count_if(NOT (card_type <> 'Premium'{premium})) AS premium_allowed,
    count_if(NOT ((customer_segment = 'Declining') = (decline_type IS NOT NULL))) AS decline_only_for_declining,
    COUNT(*) - COUNT(DISTINCT customer_id) AS customer_id_unique,
    COUNT(*) - COUNT(DISTINCT email) AS email_unique
FROM {table};
