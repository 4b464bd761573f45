/** A table of a recipe: its customers, or what they buy. */
export type Table = "customers" | "transactions";

/** A parameter in its text form, as links have it, or a number where it is one. */
type Form = string | number;

/** What determines a data set. What is not given has its default; `as_of` is today then. */
export interface Parameters {
  /**
   * Which rows the other parameters stand for: 1, columns independent of each other; 2, people who could exist.
   * The latest, if not given, except where `validate` is given no `as_of`: then nothing is asked that only one
   * version has. Whoever keeps parameters should keep it with them.
   */
  version?: 1 | 2 | "1" | "2";
  /** The same, by the name of the command's option. Only one of both can be given. */
  recipe_version?: 1 | 2 | "1" | "2";
  /** Any number of 64 bits. A `number` only up to `Number.MAX_SAFE_INTEGER`, beyond which it would be rounded. */
  seed?: bigint | string | number;
  /** How many customers, 1 to 99,999,999. */
  count?: Form;
  /** The day from which the age of accounts is counted, as `2026-11-23`. */
  as_of?: string;
  /** The share of each segment in percent, as `15,40,25,10,10`. */
  weights?: string;
  /** The share of Premium cards in each segment in percent, as `30,0,0,0,0`. */
  premium?: string;
  /** The share of gradual decline in Declining in percent. */
  gradual?: Form;
  /** Years, as `22-75`. */
  age?: string;
  /** Dollars, as `5000-50000`. */
  credit_limit?: string;
  /** Dollars between two credit limits. */
  credit_limit_step?: Form;
  /** How many years ago accounts were opened, as `2-5`. */
  opened?: string;
  /** How many days ago accounts in New & Growing were opened, as `100-175`. Version 2 only. */
  new_account_age?: string;
  /** Real providers of free mail, or the reserved `example.com` and its like. */
  domains?: "free" | "example";
  /**
   * Faults to be injected, each as a number of customers or a share of them: `missing_value:120,ragged_row:0.5pct`. Kinds
   * of transactions, as `orphan_transaction:5`, are for version 2 only.
   */
  dirt?: string;
}

/** What determines transactions: beside all that determines their customers, how these spend. Version 2 only. */
export interface SpendingParameters extends Parameters {
  /** How many periods of 30 days, 1 to 60; the last ends on the day before `as_of`. */
  months?: Form;
  /** How many payments each segment makes in a period, as `40-80,20-40,15-30,20-40,25-50`. */
  payments?: string;
  /** How many dollars each segment spends in a period, as `5600-12000,1600-4500,300-1200,1000-4000,300-1200`. */
  dollars?: string;
  /** The share of payments that are declined, in percent. */
  declined?: Form;
  /** What is left of the dollars in the last periods of a gradual decline, in percent, as `90,80,70,60,50,40`. */
  gradual_decline?: string;
  /** The same of a sudden decline, as `40,40`. */
  sudden_decline?: string;
  /** How much more New & Growing spends in each period than in the one before, in percent. */
  growth?: Form;
  /** The share of each segment that behaves half like another, in percent. */
  overlap?: Form;
}

/** Targets and ranges that a file is held against; with `as_of`, also the days on which accounts were opened. */
export type Terms = Omit<Parameters, "seed" | "count" | "domains" | "dirt">;

export interface GenerateOptions {
  /** The table to be made. That of the link, or customers, if not given. */
  table?: Table;
  /** Of customers: only these rows, counted from 1, both ends included. All of them, if not given. */
  rows?: Rows;
  /** Of transactions: only those of these customers, counted from 1, both ends included. All, if not given. */
  customers?: Rows;
  /** Whether the file begins with a header. `true`, if not given. */
  header?: boolean;
  /** Whether to take the SHA-256, which takes longer than all the rest. `true`, if not given. */
  fingerprint?: boolean;
  /** Ends the work; what was asked for is rejected with the signal's reason. */
  signal?: AbortSignal;
}

/** Customers are to be made. */
export type CustomersOptions = GenerateOptions & { table?: "customers"; customers?: undefined };

/** Transactions are to be made. */
export type TransactionsOptions = GenerateOptions & { table: "transactions"; rows?: undefined };

/** A file: CSV, JSON or NDJSON, as it is or packed with gzip. */
export type Data = Blob | ArrayBuffer | ArrayBufferView | ReadableStream<Uint8Array> | string;

export interface ValidateOptions {
  /** The link of the data set that the file should be: its address, or what stands behind the `#`. */
  link?: string;
  /** What the file is held against without a link. */
  parameters?: Terms;
  /**
   * A file of customers, beside which transactions are checked instead of beside those of the link: whether each exists,
   * and, if the file is in the order of its ids, their segments and opening days. It is read first, and some 16 bytes are
   * kept for each customer.
   */
  customers?: Data;
  /** Ends the work; what was asked for is rejected with the signal's reason. */
  signal?: AbortSignal;
}

/** A table in memory. */
export interface Made<R> {
  bytes: Uint8Array<ArrayBuffer>;
  report: R;
}

/** A table that is made as it is read. */
export interface MadeStream<R> {
  stream: ReadableStream<Uint8Array<ArrayBuffer>>;
  report: Promise<R>;
}

/**
 * Generates a table of a data set in memory.
 *
 * @param recipe A link, its address or what stands behind the `#`; or parameters.
 * @throws {RecipeError} If there is no such data set, or it does not have the table.
 * @throws {TypeError} If a range of `rows` is asked for of transactions, or one of `customers` of customers.
 */
export function generate(
  recipe: string | SpendingParameters,
  options: TransactionsOptions,
): Promise<Made<TransactionsGenerateReport>>;
export function generate(
  recipe: string,
  options: CustomersOptions & { table: "customers" },
): Promise<Made<CustomersGenerateReport>>;
export function generate(recipe: Parameters, options?: CustomersOptions): Promise<Made<CustomersGenerateReport>>;
export function generate(recipe: string, options?: GenerateOptions): Promise<Made<GenerateReport>>;

/**
 * Generates a table of a data set as it is read, in flat memory. The report comes with the end of the stream.
 *
 * @param recipe A link, its address or what stands behind the `#`; or parameters.
 * @throws {RecipeError} If there is no such data set, or it does not have the table.
 * @throws {TypeError} If a range of `rows` is asked for of transactions, or one of `customers` of customers.
 */
export function generateStream(
  recipe: string | SpendingParameters,
  options: TransactionsOptions,
): Promise<MadeStream<TransactionsGenerateReport>>;
export function generateStream(
  recipe: string,
  options: CustomersOptions & { table: "customers" },
): Promise<MadeStream<CustomersGenerateReport>>;
export function generateStream(recipe: Parameters, options?: CustomersOptions): Promise<MadeStream<CustomersGenerateReport>>;
export function generateStream(recipe: string, options?: GenerateOptions): Promise<MadeStream<GenerateReport>>;

/**
 * Judges a file of either table, whoever made it, in flat memory: which one it is, its header says. Whatever the file
 * is, there is a report.
 *
 * @throws {RecipeError} If the link or the parameters cannot be, or `customers` is no whole table of customers with ids, or
 *   is given beside another.
 */
export function validate(data: Data, options?: ValidateOptions): Promise<ValidateReport>;

/** What was asked for cannot be. */
export class RecipeError extends Error {
  readonly name: "RecipeError";
  /** All that is wrong, not just the first. */
  readonly faults: Fault[];
}

export interface Fault {
  /** The parameter, or `rows`, `customers`, `table`, `version` or `sha256`; nothing if the link as a whole is meant. */
  parameter: string | null;
  /** The value that was given, if it is to blame. */
  value: string | null;
  /** What the value had to keep. */
  limit: string | null;
  /** All of it in a sentence. */
  message: string;
}

/** What is known of a table that was made. */
export type GenerateReport = CustomersGenerateReport | TransactionsGenerateReport;

/** As `segmint generate-customers --report json` prints it, but for the table and where the file went. */
export interface CustomersGenerateReport extends Report<CustomersStatistics>, MadeFile {
  table: "customers";
  recipe: Recipe;
  rows: Rows;
}

/** As `segmint generate-transactions --report json` prints it, but for the table and where the file went. */
export interface TransactionsGenerateReport extends Report<TransactionsStatistics>, MadeFile {
  table: "transactions";
  recipe: Recipe & Spending;
  customers: Rows;
}

/** A file that was made. */
export interface MadeFile {
  /** The link to the table, without `#`; with the SHA-256, if the file is the whole table. */
  link: string;
  header: boolean;
  bytes: number;
  sha256: string | null;
  /** What was injected, and what was found of it, if the recipe has dirt of this table. */
  dirt: {
    kinds: { kind: string; injected: number; expected: number; found: number }[];
    /** Findings that no fault explains. */
    strays: number;
    /** Whether exactly what was injected was found. */
    exact: boolean;
  } | null;
}

export type Recipe = Targets & {
  version: number;
  seed: string;
  count: number;
  as_of: string;
  domains: "free" | "example";
  dirt: string;
};

/** How customers spend; shares in percent. */
export interface Spending {
  months: number;
  payments: Record<string, Span>;
  dollars: Record<string, Span>;
  declined: number;
  gradual_decline: number[];
  sudden_decline: number[];
  growth: number;
  overlap: number;
}

/** What is known of a file that was judged. Of what can be read as neither table it is that of customers. */
export type ValidateReport = CustomersValidateReport | TransactionsValidateReport;

export interface CustomersValidateReport extends Report<CustomersStatistics>, JudgedFile {
  table: "customers";
}

export interface TransactionsValidateReport extends Report<TransactionsStatistics>, JudgedFile {
  table: "transactions";
  /** The file of customers beside which it was judged, if one was given. */
  customers?: {
    rows: number;
    /** Whether it is in the order of its ids; if not, nothing is known of customers but that they exist. */
    in_order: boolean;
  };
}

/** As `segmint validate --report json` prints it, but for where the file came from. */
export interface JudgedFile {
  /** With the table of the link's recipe that the file is of, if there is a link. */
  comparison: {
    link: string;
    /** Byte for byte. */
    identical: boolean;
    /** The rows, if not the bytes; `forms` says how they are written. */
    same_rows: boolean;
    forms: RowForm[];
    difference: Difference | null;
  } | null;
  bytes: number;
  /** What the file is, unpacked. */
  format: "csv" | "json" | "ndjson";
  compression: "none" | "gzip";
  /** What is between the columns of a CSV whose header could be read. */
  delimiter: "," | ";" | "\t" | "|" | null;
  criteria: Targets & { as_of: string | null; tolerance: number; examples: number };
  /** With the sender's file, if the link says its SHA-256. */
  fingerprint: { sha256: string; expected: string; identical: boolean } | null;
}

export interface Report<S> {
  /** Whether there is no error; there may be warnings. */
  is_valid: boolean;
  errors: Finding[];
  warnings: Finding[];
  /** Where the file says something else than what it was held against, and what would fit it. */
  mismatches: { parameter: string; recipe: string; file: string }[];
  statistics: S;
}

export interface Finding {
  /** The rule, as `age_range`. */
  rule: string;
  message: string;
  /** How many rows break it. */
  rows: number;
  examples: { line: number; column: string; value: string; reason: string }[];
}

/** What the rows of customers hold. */
export interface CustomersStatistics {
  /** The version of the recipe that such rows come from, if they look like one's. */
  looks_like_version: number | null;
  total_customers: number;
  unique_customer_ids: number;
  emails_compared: number;
  /** Whether these are all rows: if not, there may be duplicate addresses that nobody has seen. */
  emails_all_compared: boolean;
  credit_limit_min: number | null;
  credit_limit_max: number | null;
  credit_limit_avg: number | null;
  segment_distribution: Distribution;
  card_type_distribution: Distribution;
  premium_distribution: Distribution;
  employment_distribution: Distribution;
  decline_type_distribution: Distribution;
  state_distribution: Distribution;
  age_distribution: Distribution;
  credit_limit_distribution: Distribution;
  account_month_distribution: Distribution;
  /** On how many days of each of these months accounts are opened; nothing where the reference date is not known. */
  account_month_days: number[];
  /** What the customers of each segment are like. */
  segment_profiles: SegmentProfiles;
  /** How many rows have a city that is a place of their state. */
  places_in_their_state: number;
  /** How many rows have a city and a state. */
  cities_of_states: number;
  associations: Association[];
  deviations: Deviation[];
  top_places: { state: string; rows: number; elsewhere: number; top: Distribution }[];
  top_first_names: NameShare[];
  top_last_names: NameShare[];
}

/** What the customers of each segment are like, as far as their values are within the ranges asked for. */
export interface SegmentProfiles {
  age_min: number;
  age_max: number;
  /** Dollars. */
  credit_limit_min: number;
  credit_limit_max: number;
  segments: {
    segment: string;
    /** Years. */
    mean_age: number | null;
    /** Dollars. */
    mean_credit_limit: number | null;
    /** Customers by age in years, from `age_min` to `age_max`. */
    ages: number[];
    /** Customers by class of credit limits, from the lowest up. */
    credit_limits: number[];
  }[];
  /** Customers by group of ages; `employments` in the order of `employment_distribution`. */
  employment_by_age: { ages: string; employments: number[] }[];
}

/** What the rows of transactions hold. */
export interface TransactionsStatistics {
  total_transactions: number;
  /** How many customers have any. */
  total_customers: number;
  total_dollars: number;
  /** Dollars, if there is an amount. */
  amount: { min: number; mean: number; max: number } | null;
  /** By class of dollars. */
  amounts: Distribution;
  categories: Distribution;
  channels: Distribution;
  statuses: Distribution;
  weekdays: Distribution;
  /** Nothing, if nobody's segment is known: without a link the rows do not say it. */
  segments: SegmentSpending[];
  /** The segments that the five rules find, if they can be asked. */
  matrix: Matrix | null;
}

/** What the customers of a segment spend. */
export interface SegmentSpending {
  segment: string;
  transactions: number;
  dollars: number;
  /** Nothing, if it is not known when the months are. */
  months: Month[];
  categories: { category: string; transactions: number; dollars: number; percent: number }[];
}

/** A statement period of 30 days. */
export interface Month {
  /** Its first day. */
  first: string;
  /** How many customers of the segment have a transaction in it. */
  customers: number;
  transactions: number;
  dollars: number;
  /** Of each of these customers, on the average. */
  dollars_per_customer: number | null;
  /** What the recipe makes them spend on the average in a whole month. */
  target: number | null;
}

/** Customers by the segment that they have and by the one that the five rules find. */
export interface Matrix {
  /** Of rows and columns. */
  segments: string[];
  /** For each segment that customers have, how many are found as each. */
  customers: number[][];
  found_again_percent: number;
}

/** How strongly two columns are associated: 0 for independent, 1 for determined. */
export interface Association {
  columns: [string, string];
  rows: number;
  cramers_v: number | null;
  declared: number | null;
}

/** How far a column is off its target, by the value that is furthest off. */
export interface Deviation {
  column: string;
  values: number;
  rows: number;
  value: string;
  count: number;
  percent: number;
  target_percent: number;
  variance: number;
  expected_variance: number;
  deviations: number;
  expected_deviations: number;
}

/** A name, and who bears it. */
export interface NameShare {
  name: string;
  count: number;
  percent: number;
  target_percent: number | null;
  mean_age: number;
  target_mean_age: number | null;
}

/** How often each value occurs, with the target where there is one. */
export type Distribution = Record<string, { count: number; percent: number; target_percent?: number; variance?: number }>;

/** Rows, or customers: counted from 1, both ends included. */
export interface Rows {
  first: number;
  last: number;
}

export interface Span {
  min: number;
  max: number;
}

/** Shares by segment, in percent. */
export type Shares = Record<string, number>;

export interface Targets {
  weights: Shares;
  premium: Shares;
  gradual: number;
  age: Span;
  credit_limit: Span;
  credit_limit_step: number;
  opened: Span;
  /** Of version 2 alone: how many days ago accounts in New & Growing were opened. */
  new_account_age?: Span;
}

/** A way to write the same rows. */
export type RowForm =
  | "gzip"
  | "zstd"
  | "json"
  | "parquet"
  | "byte_order_mark"
  | "carriage_returns"
  | "no_line_feed"
  | "quotes"
  | "delimiter"
  | "nulls"
  | "blank_lines"
  | "column_order"
  | "extra_columns"
  | "row_order";

/** The first difference between a file and a data set. */
export interface Difference {
  line: number;
  row: number | null;
  kind: "value" | "line" | "row_missing" | "file_ends" | "file_goes_on";
  column: string | null;
  expected: string;
  found: string;
  /** How many rows have other values than the data set's. */
  changed: number;
  /** How many rows of the data set the file does not have. */
  missing: number;
  /** How many rows of the file the data set does not have. */
  new: number;
  /** Whether these numbers are exact; if not, they are the least that it can be. */
  is_exact: boolean;
  forms: RowForm[];
}
