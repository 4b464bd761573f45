// The types of the JavaScript module: of the example, and of what the module really gives. `./scripts/test` names tsc.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { generate, validate } from "../../target/js/segmint.js";

const ROOT = new URL("../../", import.meta.url).pathname;

/** What tsc says to these files, beside the example and the module. */
const check = (t, files) => {
  const folder = mkdtempSync(join(tmpdir(), "segmint-types-"));
  t.after(() => rmSync(folder, { recursive: true }));
  cpSync(join(ROOT, "docs/examples/javascript/customers.js"), join(folder, "customers.js"));
  cpSync(join(ROOT, "target/js"), join(folder, "segmint"), { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const options = {
    noEmit: true,
    strict: true,
    allowJs: true,
    module: "esnext",
    moduleResolution: "bundler",
    target: "es2022",
    lib: ["es2022", "dom", "dom.iterable"],
    types: [],
  };
  const project = { compilerOptions: options, files: ["customers.js", ...Object.keys(files)] };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(project));
  const { error, stdout } = spawnSync(process.env.TSC ?? "tsc", ["-p", folder], { encoding: "utf8" });
  assert.equal(error, undefined, "run ./scripts/test");
  return stdout;
};

test("the example and all that the module gives keep the types", async (t) => {
  const { report: generated } = await generate({ version: 2, new_account_age: "90-180", count: 2000, as_of: "2026-11-23" });
  const judged = await validate("customer_id,age\n1,2\n", { parameters: { as_of: "2026-11-23" } });
  const link = `${generated.link}&age=30-40`;
  const text = new TextDecoder().decode((await generate(generated.link)).bytes).replaceAll("CUST00001", "CUST00002");
  const compared = await validate(text, { link });
  assert.ok(judged.errors.length && compared.mismatches.length && compared.comparison.difference && compared.fingerprint);
  const spending = { count: 300, months: 6, dirt: "orphan_transaction:1", as_of: "2026-11-23" };
  const { bytes, report: bought } = await generate(spending, { table: "transactions" });
  const beside = await validate(bytes, { link: bought.link });
  assert.ok(bought.dirt && bought.statistics.matrix && beside.errors.length && beside.fingerprint);
  const { bytes: customers } = await generate({ count: 300, as_of: "2026-11-23" });
  const beside_file = await validate(bytes, { customers });
  assert.ok(beside_file.customers);
  const alone = await validate("transaction_id,customer_id,transaction_amount\n");
  assert.ok(alone.table === "transactions" && alone.statistics.amount === null && alone.statistics.matrix === null);
  // A literal has every property of its type, and no other.
  const literals = [
    ["CustomersGenerateReport", generated],
    ["CustomersValidateReport", judged],
    ["CustomersValidateReport", compared],
    ["TransactionsGenerateReport", bought],
    ["TransactionsValidateReport", beside],
    ["TransactionsValidateReport", beside_file],
    ["TransactionsValidateReport", alone],
  ];
  const lines = literals.map(([type, value], at) => `export const _${at}: ${type} = ${JSON.stringify(value)};`);
  const names = [...new Set(literals.map(([type]) => type))].join(", ");
  const text_of_types = [`import type { ${names} } from "./segmint/segmint.js";`, ...lines].join("\n");
  assert.equal(check(t, { "reports.ts": text_of_types }), "");
});

test("the types know the table that is asked for, and that of a report", (t) => {
  const lines = [
    'import { generate, generateStream, validate } from "./segmint/segmint.js";',
    'import type { Table } from "./segmint/segmint.js";',
    "const customers: number = (await generate({ count: 1 })).report.statistics.unique_customer_ids;",
    'const { report } = await generate({ months: 6 }, { table: "transactions", customers: { first: 1, last: 9 } });',
    "const months: number = report.recipe.months + report.customers.last + report.statistics.total_transactions;",
    'const stream = await generateStream("#v=2", { table: "transactions" });',
    "const dollars: number = (await stream.report).statistics.total_dollars;",
    "const either = (await generate(\"#v=2\")).report;",
    'const rows: number = either.table === "customers" ? either.rows.last : either.customers.last;',
    'const judged = await validate("");',
    'const ids: number = judged.table === "customers" ? judged.statistics.unique_customer_ids : judged.statistics.amount?.max ?? 0;',
    'const some = async (table: Table) => (await generate("#v=2", { table })).report.table;',
    "export { customers, dollars, ids, months, rows, some };",
  ];
  assert.equal(check(t, { "tables.ts": lines.join("\n") }), "");
});

test("what the types forbid is found", (t) => {
  const wrong = [
    'import { generate, validate } from "./segmint/segmint.js";',
    "await generate({ sed: 1 });",
    "await generate({ seed: true });",
    "await validate(5);",
    'await validate("", { parameters: { seed: 1n } });',
    "(await generate({})).report.sha257;",
    "await generate({ version: 3 });",
    "await generate({ months: 6 });",
    'await generate({}, { table: "orders" });',
    'await generate({}, { table: "transactions", rows: { first: 1, last: 2 } });',
    '(await validate("")).statistics.total_transactions;',
  ];
  const told = check(t, { "wrong.ts": wrong.join("\n") });
  const lines = [...told.matchAll(/wrong\.ts\((\d+),/g)].map(([, line]) => Number(line));
  assert.deepEqual([...new Set(lines)], [2, 3, 4, 5, 6, 7, 8, 9, 10, 11], told);
});
