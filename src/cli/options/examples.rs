//! What stands below the options in the help: words explained, examples, exit codes. No line of an example is longer than
//! the 80 columns of a terminal; what is longer is a paragraph, which is wrapped.

pub(super) const FIRST_STEPS: &str = "\
Words:
  recipe       all settings of a data set: seed, number of customers, day and so on
  segment      one of five groups of customers who spend alike
  fault        a wrong value that is put in on purpose, to test what reads the file
  fingerprint  the SHA-256 of a file, which shows whether two files are the same

First steps:
  segmint generate-customers --count 1000
  segmint validate customers.csv
  segmint help generate-customers";

pub(super) const GENERATE_EXAMPLES: &str = "\
Examples:
  segmint generate-customers --count 1000 --output data/customers.csv
  segmint generate-customers --output customers.csv.gz
  segmint generate-customers --count 1000000 --output customers.parquet
  segmint generate-customers --format sql --table shop.customers --output - | psql
  segmint generate-customers --bom --crlf --delimiter semicolon --output excel.csv
  segmint generate-customers --dirt missing_value:120 --answer-key key.csv
  segmint generate-customers --count 5000 --rows 2501-5000 --no-header
  segmint generate-customers --link '#v=2&seed=42&count=500&as_of=2026-01-01'

No option picks states, cities or names: they are as frequent as in the United States. Generate more \
rows and keep those you need.

Exit code: 0 if the file is in place, 1 if it could not be made or is not the one whose SHA-256 is in \
the link, 2 if the options make no sense.";

pub(super) const TRANSACTIONS_EXAMPLES: &str = "\
Examples:
  segmint generate-transactions --count 1000 --as-of 2026-01-01
  segmint generate-transactions --months 12 --overlap 25 --output t.parquet
  segmint generate-transactions --customers 2501-5000 --no-header --output part.csv
  segmint generate-transactions --link '#v=2&seed=42&count=500&as_of=2026-01-01'

A link to customers is also a link to their transactions. But the SHA-256 in a link is that of the \
table which the link names, so a link with the SHA-256 of the customers is refused here: segmint \
generate makes both tables and compares that one.

Exit code: 0 if the file is in place, 1 if it could not be made or is not the one whose SHA-256 is in \
the link, 2 if the options make no sense.";

pub(super) const BOTH_EXAMPLES: &str = "\
Examples:
  segmint generate --count 1000 --as-of 2026-01-01 --output data
  segmint generate --format parquet --output data
  segmint generate --link '#v=2&seed=42&count=500&as_of=2026-01-01' --compress gzip

Exit code: 0 if both files are in place, 1 if one could not be made or is not the one whose SHA-256 \
is in the link (then neither file is written), 2 if the options make no sense.";

pub(super) const LINK_EXAMPLES: &str = "\
Examples:
  segmint link --count 1000 --as-of 2026-01-01
  segmint link --sha256 --base https://example.org/segmint/
  segmint link --table transactions --count 1000 --as-of 2026-01-01 --months 12
  segmint link --base https://example.org/ --form embed
  segmint link --link '#v=2&seed=42&count=50&as_of=2026-01-01'";

pub(super) const VALIDATE_EXAMPLES: &str = "\
Examples:
  segmint validate customers.csv
  segmint validate transactions.csv --customers customers.csv
  segmint validate export.csv --age 18-90 --tolerance 2.5
  segmint validate a.csv --identical --link '#v=2&seed=42&count=5&as_of=2026-01-01'
  gunzip < customers.csv.gz | segmint validate - --report json

Exit code: 0 if the file is valid (there may be warnings), 1 if it is not valid or not a table at all, \
2 if it could not be opened or read to its end.";

pub(super) const LOADER_EXAMPLES: &str = "\
Examples:
  segmint generate-customers --as-of 2026-01-01 --output customers.csv
  segmint loader postgres --as-of 2026-01-01 --table staging.customers | psql
  segmint loader postgres --as-of 2026-01-01 --of transactions | psql
  segmint loader duckdb --link '#v=2&seed=42&count=5&as_of=2026-01-01' > load.sql

Give the options with which the file was made. If it was made with --dirt, say so here as well: faults \
break constraints, so the script then loads all columns as text.";

pub(super) const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  segmint completions bash > ~/.local/share/bash-completion/completions/segmint
  segmint completions zsh > ~/.zfunc/_segmint
  segmint completions fish > ~/.config/fish/completions/segmint.fish";

pub(super) const MAN_EXAMPLES: &str = "\
Examples:
  segmint man > segmint.1
  segmint man generate-customers > segmint-generate-customers.1";
