// The JavaScript module in Node, against the command line. `./scripts/test` builds both before.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { RecipeError, generate, generateStream, validate } from "../../target/js/segmint.js";

const ROOT = new URL("../../", import.meta.url).pathname;
const LINK = "v=1&seed=18446744073709551615&count=12345&as_of=2024-02-29&weights=12.5,37.5,20,20.1,9.9&age=18-120";
const OPTIONS = ["--recipe-version", "1", "--seed", "18446744073709551615", "--count", "12345", "--as-of", "2024-02-29"].concat(
  ["--weights", "12.5,37.5,20,20.1,9.9", "--age", "18-120"],
);
const PARAMETERS = {
  version: 1,
  seed: 2n ** 64n - 1n,
  count: 12345,
  as_of: "2024-02-29",
  weights: "12.5,37.5,20,20.1,9.9",
  age: "18-120",
};

/** What the command line prints; it may find fault with a file. */
const segmint = (...args) => {
  const folder = process.env.CARGO_TARGET_DIR ?? join(ROOT, "target");
  try {
    return execFileSync(join(folder, "release/segmint"), args, { maxBuffer: 1 << 28, stdio: "pipe" });
  } catch ({ status, stdout, stderr }) {
    assert.equal(status, 1, String(stderr));
    return stdout;
  }
};
const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

const scratch = (t) => {
  const folder = mkdtempSync(join(tmpdir(), "segmint-"));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
};

/** Every part of the report is the command line's, which says beside it where the file is, and knows the table it made. */
const assertSame = (report, theirs) => {
  for (const [key, value] of Object.entries(report)) {
    if (key === "table" && !("file" in theirs)) continue;
    assert.deepEqual(value, theirs[key], key);
  }
  const names = ["is_valid", "errors", "warnings", "mismatches", "statistics", "bytes"];
  for (const name of names) assert.ok(name in report, name);
};

/** What is wrong with what was asked for. */
const faults = async (work) => {
  const error = await assert.rejects(work, RecipeError).then(() => work.catch((error) => error));
  assert.equal(error.name, "RecipeError");
  for (const { message } of error.faults) assert.ok(error.message.includes(message));
  return error.faults;
};

/** A file with an age that cannot be, and a row too short. */
const broken = () => {
  const lines = segmint("generate-customers", ...OPTIONS, "--output", "-", "--quiet").toString().split("\n");
  lines[6] = lines[6].replace(/,(\d+),/, ",17,");
  lines[9] = lines[9].split(",").slice(0, 5).join(",");
  return lines.join("\n");
};

test("the bytes and the report are those of the command line", async (t) => {
  const path = join(scratch(t), "customers.csv");
  const theirs = JSON.parse(segmint("generate-customers", ...OPTIONS, "--report", "json", "--output", path));
  for (const recipe of [LINK, `#${LINK}`, `https://example.org/segmint/?embed#${LINK}`, PARAMETERS]) {
    const { bytes, report } = await generate(recipe);
    assert.equal(sha256(bytes), theirs.sha256);
    assertSame(report, theirs);
    assert.equal(report.sha256, theirs.sha256);
    assert.equal(report.recipe.seed, "18446744073709551615");
  }
});

test("a version is asked for by either name, and is the latest without", async () => {
  const given = { count: 1000, as_of: "2026-11-23" };
  for (const version of [1, 2]) {
    const { bytes, report } = await generate({ ...given, version });
    assert.equal(report.recipe.version, version);
    assert.ok(report.link.startsWith(`v=${version}&`), report.link);
    const theirs = segmint("generate-customers", "--recipe-version", String(version), "--count", "1000",
      "--as-of", "2026-11-23", "--output", "-", "--quiet");
    assert.equal(sha256(bytes), sha256(theirs));
    assert.equal(sha256((await generate({ ...given, recipe_version: String(version) })).bytes), sha256(bytes));
    const judged = await validate(bytes, { parameters: { version, as_of: given.as_of } });
    assert.ok(judged.is_valid, JSON.stringify(judged.errors));
  }
  const latest = segmint("generate-customers", "--count", "1000", "--as-of", "2026-11-23", "--output", "-", "--quiet");
  assert.equal(sha256((await generate(given)).bytes), sha256(latest));
  const young = await generate({ ...given, version: 2, new_account_age: "10-20" });
  assert.match(young.report.link, /&new_account_age=10-20/);
});

test("a version that is not known, or said twice, is refused", async () => {
  for (const [given, parameter] of [
    [{ version: 9 }, "version"],
    [{ version: 1, recipe_version: 1 }, "recipe_version"],
    [{ version: 1, new_account_age: "10-20" }, "new_account_age"],
  ]) {
    await assert.rejects(generate(given), (error) => {
      assert.ok(error instanceof RecipeError, String(error));
      assert.deepEqual(error.faults.map((fault) => fault.parameter), [parameter]);
      return true;
    });
  }
});

test("what only transactions have is no parameter of customers", async () => {
  const given = { version: 2, count: 1000, seed: 7, as_of: "2026-11-23" };
  assert.deepEqual((await faults(generate({ ...given, months: "12" }))).map(({ parameter }) => parameter), ["months"]);
  const { bytes, report } = await generate("#v=2&seed=7&count=1000&as_of=2026-11-23&months=12");
  assert.equal(sha256(bytes), sha256((await generate(given)).bytes));
  assert.match(report.link, /&months=12/);
});

test("ranges of rows concatenate to the whole", async () => {
  const { bytes: whole } = await generate(LINK);
  const first = await generate(LINK, { rows: { first: 1, last: 4999 }, fingerprint: false });
  const second = await generate(LINK, { rows: { first: 5000, last: 12345 }, header: false });
  assert.equal(sha256(Buffer.concat([first.bytes, second.bytes])), sha256(whole));
  assert.equal(first.report.sha256, null);
  assert.deepEqual(second.report.rows, { first: 5000, last: 12345 });
  assert.equal(second.report.sha256, sha256(second.bytes));
  assert.ok(!second.report.link.includes("sha256"), "it is not the data set");
});

test("without a day, it is today's data set", async () => {
  const before = new Date();
  const { report } = await generate({ count: 1 });
  const days = [before, new Date()].map((day) => day.toLocaleDateString("sv-SE"));
  assert.ok(days.includes(report.recipe.as_of), report.recipe.as_of);
  assert.equal(report.recipe.seed, "42");
});

test("a stream has the same bytes, and the report at its end", async () => {
  const { stream, report } = await generateStream(LINK);
  const hash = createHash("sha256");
  let pieces = 0;
  for await (const piece of stream) {
    hash.update(piece);
    pieces += 1;
  }
  assert.ok(pieces > 3, `${pieces} pieces`);
  assert.equal(hash.digest("hex"), (await report).sha256);
});

test("a stream is generated as it is read, and can be left", async () => {
  const { stream, report } = await generateStream("v=1&seed=1&count=99999999&as_of=2026-11-23");
  const reader = stream.getReader();
  const { value } = await reader.read();
  assert.ok(new TextDecoder().decode(value).startsWith("customer_id,"));
  await reader.cancel("enough");
  await assert.rejects(report, (reason) => reason === "enough");
});

test("a signal ends generating between chunks", async () => {
  const controller = new AbortController();
  const all = generate("v=1&seed=1&count=99999999&as_of=2026-11-23", { signal: controller.signal, fingerprint: false });
  setTimeout(() => controller.abort(new Error("no more")), 50);
  await assert.rejects(all, { message: "no more" });

  await assert.rejects(generate(LINK, { signal: AbortSignal.abort() }), { name: "AbortError" });

  const late = new AbortController();
  const { stream, report } = await generateStream(LINK, { signal: late.signal });
  late.abort();
  await assert.rejects(stream.getReader().read(), { name: "AbortError" });
  await assert.rejects(report, { name: "AbortError" });
});

test("a broken file is judged as the command line judges it", async (t) => {
  const text = broken();
  const path = join(scratch(t), "broken.csv");
  writeFileSync(path, text);
  const theirs = JSON.parse(segmint("validate", path, "--report", "json", "--link", LINK));
  const bytes = new TextEncoder().encode(text);
  const stream = () =>
    new ReadableStream({
      start(controller) {
        for (let at = 0; at < bytes.length; at += 9999) controller.enqueue(bytes.subarray(at, at + 9999));
        controller.close();
      },
    });
  for (const data of [text, bytes, bytes.buffer, new Blob([bytes]), stream()]) {
    const report = await validate(data, { link: LINK });
    assertSame(report, theirs);
    assert.equal(report.is_valid, false);
    assert.ok(report.errors.some(({ rule, examples }) => rule === "age_range" && examples[0].line === 7));
    assert.ok(report.errors.some(({ rule }) => rule === "row_readable"));
    assert.equal(report.comparison.identical, false);
    assert.equal(report.comparison.difference.line, 7);
  }
  const defaults = JSON.parse(segmint("validate", path, "--report", "json"));
  assertSame(await validate(text), defaults);
  const options = ["--as-of", "2024-02-29", "--age", "18-120", "--gradual", "50"];
  const others = JSON.parse(segmint("validate", path, "--report", "json", ...options));
  assertSame(await validate(text, { parameters: { as_of: "2024-02-29", age: "18-120", gradual: 50 } }), others);
});

test("a file of the link is known again, and so is what is no file", async () => {
  const { bytes, report } = await generate(LINK);
  const same = await validate(bytes, { link: report.link });
  assert.ok(same.is_valid && same.comparison.identical && same.fingerprint.identical);
  for (const [data, rule] of [["", "file_readable"], ["{}", "file_readable"], [new Uint8Array(3e6), "file_readable"]]) {
    assert.equal((await validate(data)).errors[0].rule, rule);
  }
});

test("a signal ends judging, of a stream that never ends, too", async () => {
  let cancelled;
  const endless = new ReadableStream({
    start: (controller) => controller.enqueue(new TextEncoder().encode("customer_id\n")),
    cancel: (reason) => (cancelled = reason),
  });
  const controller = new AbortController();
  setTimeout(() => controller.abort(new Error("no more")), 20);
  await assert.rejects(validate(endless, { signal: controller.signal }), { message: "no more" });
  assert.equal(cancelled.message, "no more");
  await assert.rejects(validate("", { signal: AbortSignal.abort() }), { name: "AbortError" });

  const failing = new ReadableStream({ pull: (controller) => controller.error(new Error("broken disk")) });
  await assert.rejects(validate(failing), { message: "broken disk" });
});

test("what cannot be is told by parameter, value and limit", async () => {
  const both = await faults(generate({ count: 0, age: "80-20" }));
  assert.deepEqual(both.map(({ parameter, value }) => [parameter, value]), [["count", "0"], ["age", "80-20"]]);
  assert.match(both[0].limit, /between 1 and 99,999,999/);
  const [text] = await faults(generate({ gradual: "many" }));
  assert.deepEqual([text.parameter, text.value], ["gradual", "many"]);
  const [seed] = await faults(generate({ seed: 2 ** 53 }));
  assert.deepEqual([seed.parameter, seed.value], ["seed", "9007199254740992"]);
  assert.match(seed.limit, /BigInt/);
  const [large] = await faults(generate({ seed: 2n ** 64n }));
  assert.equal(large.value, "18446744073709551616");
  const [key] = await faults(generate({ colour: "red" }));
  assert.equal(key.parameter, "colour");
  const [rows] = await faults(generate({ count: 10 }, { rows: { first: 5, last: 11 } }));
  assert.deepEqual([rows.parameter, rows.value], ["rows", "5-11"]);
  for (const ends of [{ first: 0, last: 1 }, { first: 2, last: 1 }, { first: 1.5, last: 2 }, { first: -1, last: 2 }]) {
    assert.equal((await faults(generate({ count: 10 }, { rows: ends })))[0].parameter, "rows");
  }
  const [version] = await faults(generate(LINK.replace("v=1", "v=9")));
  assert.match(version.message, /version/);
  const [missing] = await faults(validate("", { link: "v=1&seed=1&count=1" }));
  assert.equal(missing.parameter, "as_of");
  assert.equal((await faults(validate("", { parameters: { seed: 1 } })))[0].parameter, "seed");
  await assert.rejects(validate("", { link: LINK, parameters: {} }), TypeError);
  await assert.rejects(validate(5), TypeError);
});

// Some 40,000 transactions of 200 customers, in several pieces.
const RECIPE = "v=2&seed=7&count=200&as_of=2026-11-23&months=6&declined=4.5&overlap=10";
const SPENDING = { version: 2, seed: 7, count: 200, as_of: "2026-11-23", months: 6, declined: 4.5, overlap: "10" };
const SPENDING_OPTIONS = ["--seed", "7", "--count", "200", "--as-of", "2026-11-23"].concat(
  ["--months", "6", "--declined", "4.5", "--overlap", "10"],
);
const TRANSACTIONS = { table: "transactions" };

test("transactions have the bytes and the report of the command line", async (t) => {
  const path = join(scratch(t), "transactions.csv");
  const theirs = JSON.parse(segmint("generate-transactions", ...SPENDING_OPTIONS, "--report", "json", "--output", path));
  assert.equal(sha256(readFileSync(path)), theirs.sha256);
  const asked = [
    [`https://example.org/segmint/#${RECIPE}&table=transactions`],
    [RECIPE, TRANSACTIONS],
    [SPENDING, TRANSACTIONS],
  ];
  for (const [recipe, options] of asked) {
    const { bytes, report } = await generate(recipe, options);
    assert.equal(sha256(bytes), theirs.sha256);
    assertSame(report, theirs);
    assert.equal(report.table, "transactions");
    assert.deepEqual(report.customers, { first: 1, last: 200 });
    assert.ok(!("rows" in report));
    assert.equal(report.recipe.declined, 4.5);
    assert.ok(report.link.endsWith(`&table=transactions&sha256=${theirs.sha256}`), report.link);
  }
});

test("a table that is asked for takes the place of the link's", async () => {
  const theirs = segmint("generate-customers", "--seed", "7", "--count", "200", "--as-of", "2026-11-23", "--output", "-", "--quiet");
  const { bytes, report } = await generate(`${RECIPE}&table=transactions`, { table: "customers" });
  assert.equal(sha256(bytes), sha256(theirs));
  assert.equal(report.table, "customers");
  assert.deepEqual(report.rows, { first: 1, last: 200 });
  assert.ok(!("customers" in report) && !("months" in report.recipe) && !report.link.includes("table"));
});

test("all eight parameters of spending are known", async () => {
  const given = {
    months: 3,
    payments: "5-9,4-8,3-7,2-6,1-5",
    dollars: "900-1000,500-600,100-200,300-400,50-60",
    declined: 12.5,
    gradual_decline: "90,50",
    sudden_decline: "30",
    growth: 15,
    overlap: 20,
  };
  const options = Object.entries(given).flatMap(([key, value]) => [`--${key.replaceAll("_", "-")}`, String(value)]);
  const others = ["--count", "300", "--as-of", "2026-11-23"];
  const theirs = segmint("generate-transactions", ...others, ...options, "--output", "-", "--quiet");
  const { bytes, report } = await generate({ ...given, count: 300, as_of: "2026-11-23" }, TRANSACTIONS);
  assert.equal(sha256(bytes), sha256(theirs));
  assert.deepEqual(report.recipe.payments.Declining, { min: 2, max: 6 });
  assert.deepEqual(report.recipe.gradual_decline, [90, 50]);
});

test("ranges of customers concatenate to the whole of their transactions", async () => {
  const { bytes: whole } = await generate(RECIPE, TRANSACTIONS);
  const first = await generate(RECIPE, { ...TRANSACTIONS, customers: { first: 1, last: 77 }, fingerprint: false });
  const second = await generate(RECIPE, { ...TRANSACTIONS, customers: { first: 78, last: 200 }, header: false });
  assert.equal(sha256(Buffer.concat([first.bytes, second.bytes])), sha256(whole));
  assert.equal(first.report.sha256, null);
  assert.equal(first.report.statistics.total_customers + second.report.statistics.total_customers, 200);
  assert.deepEqual(second.report.customers, { first: 78, last: 200 });
  assert.equal(second.report.sha256, sha256(second.bytes));
  assert.ok(!second.report.link.includes("sha256"), "it is not the whole table");
  const theirs = segmint("generate-transactions", ...SPENDING_OPTIONS, "--customers", "78-200", "--no-header", "--output", "-", "--quiet");
  assert.equal(sha256(theirs), second.report.sha256);
});

test("transactions are made as they are read, and a signal ends that", async () => {
  const { stream, report } = await generateStream(RECIPE, TRANSACTIONS);
  const hash = createHash("sha256");
  let pieces = 0;
  for await (const piece of stream) {
    hash.update(piece);
    pieces += 1;
  }
  assert.ok(pieces > 3, `${pieces} pieces`);
  assert.equal(hash.digest("hex"), (await report).sha256);

  const controller = new AbortController();
  const { signal } = controller;
  const all = generate("v=2&seed=1&count=99999999&as_of=2026-11-23&table=transactions", { signal, fingerprint: false });
  setTimeout(() => controller.abort(new Error("no more")), 50);
  await assert.rejects(all, { message: "no more" });
});

test("faults of transactions are in them alone, and told", async () => {
  const given = { ...SPENDING, dirt: "orphan_transaction:3,amount_of_three_decimals:2" };
  const { bytes, report } = await generate(given, TRANSACTIONS);
  const options = [...SPENDING_OPTIONS, "--dirt", given.dirt];
  assert.equal(sha256(bytes), sha256(segmint("generate-transactions", ...options, "--output", "-", "--quiet")));
  const { kinds, strays, exact } = report.dirt;
  assert.deepEqual(kinds.map(({ kind, injected, found }) => [kind, injected, found]), [
    ["orphan_transaction", 3, 3],
    ["amount_of_three_decimals", 2, 2],
  ]);
  assert.deepEqual([strays, exact, report.is_valid], [0, true, false]);
  assert.deepEqual(report.errors.map(({ rule, rows }) => [rule, rows]).sort(), [["amount_format", 2], ["customer_exists", 3]]);

  const customers = await generate(report.link, { table: "customers" });
  assert.equal(customers.report.dirt, null);
  const others = await generate({ ...SPENDING, dirt: "missing_value:4" }, TRANSACTIONS);
  assert.equal(others.report.dirt, null);
  assert.equal(sha256(others.bytes), sha256((await generate(SPENDING, TRANSACTIONS)).bytes));
});

test("transactions that cannot be are told by parameter, value and limit", async () => {
  for (const work of [
    generate({ version: 1, count: 10 }, TRANSACTIONS),
    generate(LINK, TRANSACTIONS),
    generateStream(`${LINK}&table=transactions`),
  ]) {
    const [fault] = await faults(work);
    assert.deepEqual([fault.parameter, fault.value, fault.limit], ["table", "transactions", "needs recipe version 2"]);
    assert.match(fault.message, /transactions need recipe version 2, this is a recipe of version 1/);
  }
  const both = await faults(generate({ ...SPENDING, months: 61, growth: 101 }, TRANSACTIONS));
  assert.deepEqual(both.map(({ parameter, value }) => [parameter, value]), [["months", "61"], ["growth", "101"]]);
  assert.match(both[0].limit, /between 1 and 60/);
  const [early] = await faults(generate({ version: 1, months: 6 }, TRANSACTIONS));
  assert.equal(early.parameter, "months");
  for (const work of [generate({}, { table: "orders" }), generate(RECIPE, { table: "orders" })]) {
    const [table] = await faults(work);
    assert.deepEqual([table.parameter, table.value], ["table", "orders"]);
  }
  const [range] = await faults(generate(SPENDING, { ...TRANSACTIONS, customers: { first: 5, last: 201 } }));
  assert.deepEqual([range.parameter, range.value], ["customers", "5-201"]);
  const ends = { first: 1, last: 2 };
  await assert.rejects(generate(SPENDING, { ...TRANSACTIONS, rows: ends }), TypeError);
  await assert.rejects(generate({ count: 10 }, { customers: ends }), TypeError);
});

test("transactions are known again beside the customers of their link", async (t) => {
  const { bytes, report: made } = await generate(RECIPE, TRANSACTIONS);
  const path = join(scratch(t), "transactions.csv");
  writeFileSync(path, bytes);
  const report = await validate(new Blob([bytes]), { link: made.link });
  assertSame(report, JSON.parse(segmint("validate", path, "--report", "json", "--link", made.link)));
  assert.deepEqual([report.table, report.is_valid, report.comparison.identical], ["transactions", true, true]);
  assert.deepEqual(report.statistics, made.statistics);
  assert.ok(report.fingerprint.identical);
  assert.deepEqual([report.statistics.segments.length, report.statistics.segments[0].months.length], [5, 6]);

  const alone = await validate(bytes);
  assertSame(alone, JSON.parse(segmint("validate", path, "--report", "json")));
  assert.ok(alone.is_valid);
  assert.deepEqual(alone.statistics.segments, []);
  assert.equal((await validate("customer_id,age\n")).table, "customers");
});

test("broken transactions are judged as the command line judges them", async (t) => {
  const lines = new TextDecoder().decode((await generate(RECIPE, TRANSACTIONS)).bytes).split("\n");
  lines[6] = lines[6].replace(/,CUST\d+,/, ",CUST00000201,");
  lines[9] = lines[9].split(",").slice(0, 5).join(",");
  lines[12] = lines[12].replace(/(approved|declined)$/, "pending");
  const text = lines.join("\n");
  const path = join(scratch(t), "broken.csv");
  writeFileSync(path, text);
  const report = await validate(text, { link: RECIPE });
  assertSame(report, JSON.parse(segmint("validate", path, "--report", "json", "--link", RECIPE)));
  const on = (rule) => report.errors.find((error) => error.rule === rule)?.examples[0].line;
  assert.deepEqual(["customer_exists", "row_readable", "status_known"].map(on), [7, 10, 13], JSON.stringify(report.errors));
  assertSame(await validate(text), JSON.parse(segmint("validate", path, "--report", "json")));
});

test("transactions are judged beside a file of customers", async (t) => {
  const folder = scratch(t);
  const { bytes } = await generate(RECIPE, TRANSACTIONS);
  const customers = new TextDecoder().decode((await generate(RECIPE)).bytes);
  const [header, ...rows] = customers.trimEnd().split("\n");
  const parameters = { version: 2, as_of: "2026-11-23" };
  const path = join(folder, "transactions.csv");
  const beside = join(folder, "customers.csv");
  writeFileSync(path, bytes);
  for (const [text, in_order] of [
    [customers, true],
    [[header, ...rows.slice(0, 150)].join("\n"), true],
    [[header, ...rows.toReversed()].join("\n"), false],
  ]) {
    writeFileSync(beside, text);
    const options = ["--recipe-version", "2", "--as-of", "2026-11-23", "--customers", beside];
    const theirs = JSON.parse(segmint("validate", path, "--report", "json", ...options));
    delete theirs.customers.file;
    for (const form of [text, new Blob([text]), new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"))]) {
      const report = await validate(bytes, { parameters, customers: form });
      assertSame(report, theirs);
      assert.deepEqual(report.customers, { rows: text.split("\n").filter(Boolean).length - 1, in_order });
      assert.equal(report.statistics.segments.length, in_order ? 5 : 0);
      const unknown = report.errors.find(({ rule }) => rule === "customer_exists");
      assert.equal(unknown === undefined, text !== [header, ...rows.slice(0, 150)].join("\n"));
    }
  }
  const few = await validate(bytes, { link: RECIPE, customers: [header, rows[0]].join("\n") });
  assert.ok(few.errors.some(({ rule }) => rule === "customer_exists"), "they take the place of the link's");
});

test("customers beside whom nothing can be judged are refused", async () => {
  const { bytes } = await generate(RECIPE, { ...TRANSACTIONS, customers: { first: 1, last: 2 } });
  const customers = (await generate(RECIPE)).bytes;
  for (const [data, beside, message] of [
    [bytes, bytes, /not a table of customers/],
    [bytes, "", /not a table of customers/],
    [bytes, "first_name,last_name,email,age\n", /without the column customer_id/],
    [bytes, '[{"customer_id":', /customers: /],
    [customers, customers, /this is one of customers/],
  ]) {
    const [fault] = await faults(validate(data, { customers: beside }));
    assert.equal(fault.parameter, "customers");
    assert.match(fault.message, message);
  }
  assert.equal((await validate("{}", { customers })).errors[0].rule, "file_readable");
  await assert.rejects(validate(bytes, { customers: 5 }), TypeError);
  const failing = new ReadableStream({ pull: (controller) => controller.error(new Error("broken disk")) });
  await assert.rejects(validate(bytes, { customers: failing }), { message: "broken disk" });
});
