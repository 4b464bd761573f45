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
  const { report: minted } = await generate({ version: 2, new_account_age: "90-180", count: 2000, as_of: "2026-11-23" });
  const judged = await validate("customer_id,age\n1,2\n", { parameters: { as_of: "2026-11-23" } });
  const link = `${minted.link}&age=30-40`;
  const text = new TextDecoder().decode((await generate(minted.link)).bytes).replaceAll("CUST00001", "CUST00002");
  const compared = await validate(text, { link });
  assert.ok(judged.errors.length && compared.mismatches.length && compared.comparison.difference && compared.fingerprint);
  // A literal has every property of its type, and no other.
  const literals = [["GenerateReport", minted], ["ValidateReport", judged], ["ValidateReport", compared]];
  const lines = literals.map(([type, value], at) => `export const _${at}: ${type} = ${JSON.stringify(value)};`);
  const text_of_types = ['import type { GenerateReport, ValidateReport } from "./segmint/segmint.js";', ...lines].join("\n");
  assert.equal(check(t, { "reports.ts": text_of_types }), "");
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
  ];
  const told = check(t, { "wrong.ts": wrong.join("\n") });
  const lines = [...told.matchAll(/wrong\.ts\((\d+),/g)].map(([, line]) => Number(line));
  assert.deepEqual([...new Set(lines)], [2, 3, 4, 5, 6, 7], told);
});
