-- The file: {command} --output {word}
-- Run this by duckdb, in the folder of the file.
BEGIN TRANSACTION;
CREATE TABLE {table} (
    customer_id       VARCHAR NOT NULL PRIMARY KEY CHECK (regexp_full_match(customer_id, 'CUST[0-9]{8}')),
    first_name        VARCHAR NOT NULL CHECK (first_name <> ''),
    last_name         VARCHAR NOT NULL CHECK (last_name <> ''),
    email             VARCHAR NOT NULL UNIQUE CHECK (regexp_full_match(email, '[^@\s]+@[^@\s]+\.[^@\s]+')),
    age               SMALLINT NOT NULL CHECK (age BETWEEN {age_min} AND {age_max}),
    state             VARCHAR NOT NULL CHECK (state IN ({states})),
    city              VARCHAR NOT NULL CHECK (city <> ''),
    employment_status VARCHAR NOT NULL CHECK (employment_status IN ({employments})),
    card_type         VARCHAR NOT NULL CHECK (card_type IN ({cards})),
    credit_limit      INTEGER NOT NULL CHECK (credit_limit BETWEEN {limit_min} AND {limit_max} AND (credit_limit - {limit_min}) % {step} = 0),
    account_open_date DATE NOT NULL CHECK (account_open_date BETWEEN DATE '{first}' AND DATE '{last}'),
    customer_segment  VARCHAR NOT NULL CHECK (customer_segment IN ({segments})),
    decline_type      VARCHAR CHECK (decline_type IN ({declines})),
    CONSTRAINT premium_allowed CHECK (card_type <> 'Premium'{premium}),
    CONSTRAINT decline_only_for_declining CHECK ((customer_segment = 'Declining') = (decline_type IS NOT NULL))
);

-- An empty field is NULL.
INSERT INTO {table}
SELECT * FROM read_csv({source}, header = true, delim = ',', quote = '"', nullstr = '', columns = {
    'customer_id': 'VARCHAR',
    'first_name': 'VARCHAR',
    'last_name': 'VARCHAR',
    'email': 'VARCHAR',
    'age': 'SMALLINT',
    'state': 'VARCHAR',
    'city': 'VARCHAR',
    'employment_status': 'VARCHAR',
    'card_type': 'VARCHAR',
    'credit_limit': 'INTEGER',
    'account_open_date': 'DATE',
    'customer_segment': 'VARCHAR',
    'decline_type': 'VARCHAR'
});
COMMIT;
