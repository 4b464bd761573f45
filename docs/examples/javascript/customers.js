// @ts-check
import { RecipeError, generate, validate } from "./segmint/segmint.js";

const told = /** @type {HTMLElement} */ (document.getElementById("told"));
const segments = /** @type {HTMLTableSectionElement} */ (document.getElementById("segments"));
const file = /** @type {HTMLInputElement} */ (document.getElementById("file"));
const categories = /** @type {HTMLTableSectionElement} */ (document.getElementById("categories"));
const judged = /** @type {HTMLElement} */ (document.getElementById("judged"));

/** @type {AbortController | undefined} */
let earlier;
file.addEventListener("change", async () => {
  const chosen = file.files?.[0];
  if (!chosen) return;
  earlier?.abort();
  const { signal } = (earlier = new AbortController());
  try {
    const { is_valid, errors } = await validate(chosen, { signal });
    judged.textContent = is_valid ? "Valid." : errors.map(({ message }) => message).join("; ");
  } catch (error) {
    if (!signal.aborted) throw error;
  }
});

try {
  const { bytes, report } = await generate({ seed: 42n, count: 50_000, as_of: "2026-11-23" });
  told.textContent = `${bytes.length} bytes, SHA-256 ${report.sha256}`;
  for (const [name, { count }] of Object.entries(report.statistics.segment_distribution)) {
    const row = segments.insertRow();
    row.insertCell().textContent = name;
    row.insertCell().textContent = String(count);
  }
  // What the first hundred of them buy.
  const customers = { first: 1, last: 100 };
  const bought = await generate(report.link, { table: "transactions", customers, fingerprint: false });
  for (const [name, { count }] of Object.entries(bought.report.statistics.categories)) {
    const row = categories.insertRow();
    row.insertCell().textContent = name;
    row.insertCell().textContent = String(count);
  }
} catch (error) {
  if (!(error instanceof RecipeError)) throw error;
  told.textContent = error.faults.map(({ parameter, limit }) => `${parameter} ${limit}`).join("; ");
}
