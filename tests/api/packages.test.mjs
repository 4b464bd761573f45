// The JavaScript module as a package: installed by path and from the pack, in Node, Vitest, Vite's build and Vite's
// development server. What those need is told in docs/javascript.md. A plain page is among the tests of the site.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { createHash } from "node:crypto";

const MODULE = new URL("../../target/js", import.meta.url).pathname;
const SETTINGS = '{ count: 20, as_of: "2026-11-23" }';

/** A line that a project's own scripts begin with. */
const HASH = 'import { createHash } from "node:crypto"; const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");';

/** The projects, one for each way to install the package. */
const projects = {};
let folder;

const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");
const run = (project, command, ...words) => execFileSync(command, words, { cwd: project, encoding: "utf8", stdio: "pipe" });

before(() => {
  folder = mkdtempSync(join(tmpdir(), "segmint-package-"));
  const pack = run(MODULE, "npm", "pack", "--silent", "--pack-destination", folder).trim();
  for (const [way, source] of [["path", MODULE], ["pack", join(folder, pack)]]) {
    const project = mkdtempSync(join(folder, `${way}-`));
    writeFileSync(join(project, "package.json"), '{ "private": true, "type": "module" }');
    run(project, "npm", "install", "--silent", "--no-audit", "--no-fund", source, "vite@6.4.6", "vitest@3.2.7");
    writeFileSync(join(project, "index.html"), '<script type="module" src="/main.js"></script>');
    writeFileSync(join(project, "main.js"), `import { generate } from "segmint";\nconsole.log(await generate(${SETTINGS}));\n`);
    projects[way] = project;
  }
});
after(() => rmSync(folder, { recursive: true }));

/** What the module makes where these tests run. */
const expected = async () => {
  const { generate } = await import(join(MODULE, "segmint.js"));
  return sha256((await generate({ count: 20, as_of: "2026-11-23" })).bytes);
};

for (const way of ["path", "pack"]) {
  test(`Node takes the package that was installed by ${way}`, async () => {
    const script = `import { generate } from "segmint"; ${HASH} console.log(sha256((await generate(${SETTINGS})).bytes))`;
    const said = run(projects[way], "node", "--input-type=module", "--eval", script);
    assert.equal(said.trim(), await expected());
  });

  test(`Vitest takes the package that was installed by ${way}`, async () => {
    writeFileSync(
      join(projects[way], "customers.test.js"),
      `import { expect, test } from "vitest";
      import { generate } from "segmint";
      ${HASH}
      test("rows", async () => expect(sha256((await generate(${SETTINGS})).bytes)).toBe("${await expected()}"));`,
    );
    assert.match(run(projects[way], "npx", "vitest", "run"), /1 passed/);
  });

  test(`Vite builds a page with the package that was installed by ${way}`, () => {
    writeFileSync(join(projects[way], "vite.config.js"), 'export default { build: { target: "esnext" } };');
    run(projects[way], "npx", "vite", "build");
    const assets = readdirSync(join(projects[way], "dist/assets"));
    const module = assets.find((name) => name.endsWith(".wasm"));
    assert.ok(module, assets.join());
    const built = readFileSync(join(projects[way], "dist/assets", module));
    assert.equal(sha256(built), sha256(readFileSync(join(MODULE, "glue_bg.wasm"))));
    const scripts = assets.filter((name) => name.endsWith(".js")).map((name) => readFileSync(join(projects[way], "dist/assets", name), "utf8"));
    assert.ok(scripts.some((script) => script.includes(module)), "the page asks for it by its name");
  });
}

/** What Vite's development server answers to who wants the module as the page finds it. */
const served = async (project, config) => {
  writeFileSync(join(project, "vite.config.js"), `export default ${config};`);
  const server = spawn("npx", ["vite", "--port", "0", "--host", "127.0.0.1"], { cwd: project, detached: true });
  try {
    let said = "";
    const address = await new Promise((told, failed) => {
      server.stdout.on("data", (text) => {
        // Without the colours of a terminal.
        said += String(text).replace(/\u001b\[\d+m/g, "");
        const found = said.match(/http:\/\/127\.0\.0\.1:\d+\//);
        if (found) told(found[0]);
      });
      server.on("exit", () => failed(new Error(said)));
    });
    const text = async (path) => (await fetch(new URL(path, address))).text();
    const from = (script, name) => script.match(new RegExp(`from "([^"]*${name}[^"]*)"`))?.[1];
    const module = from(await text("/main.js"), "segmint");
    const glue = from(await text(module), "glue") ?? "./glue.js";
    const wasm = new URL("glue_bg.wasm", new URL(glue, new URL(module, address)));
    const answer = await fetch(wasm);
    return { status: answer.status, sha256: sha256(new Uint8Array(await answer.arrayBuffer())) };
  } finally {
    process.kill(-server.pid);
  }
};

test("Vite's development server serves the module when it is set as the documentation says", async () => {
  const whole = sha256(readFileSync(join(MODULE, "glue_bg.wasm")));
  const exclude = 'optimizeDeps: { exclude: ["segmint"] }';
  assert.deepEqual(await served(projects.pack, `{ ${exclude} }`), { status: 200, sha256: whole });
  assert.equal((await served(projects.path, `{ ${exclude} }`)).status, 403, "a package by path lies outside");
  const allow = `server: { fs: { allow: [".", ${JSON.stringify(MODULE)}] } }`;
  assert.deepEqual(await served(projects.path, `{ ${exclude}, ${allow} }`), { status: 200, sha256: whole });
});
