// Customers, and what they buy, for documentation and tests: generated, or checked, where this runs. What it takes and gives
// is described in segmint.d.ts.
import start, { Check, CheckTerms, CustomersReading, Generation, RecipeHandle } from "./glue.js";

/** How long the event loop waits at most, in milliseconds: long enough for waiting to cost nothing. */
const TURN = 20;

/** What was asked for cannot be. */
export class RecipeError extends Error {
  constructor(faults) {
    super(faults.map(({ message }) => message).join("; "));
    this.name = "RecipeError";
    this.faults = faults;
  }
}

export async function generate(recipe, options) {
  const { stream, report } = await generateStream(recipe, options);
  const pieces = [];
  for await (const piece of chunks(stream)) pieces.push(piece);
  return { bytes: join(pieces), report: await report };
}

export async function generateStream(recipe, options = {}) {
  const { header = true, fingerprint = true, signal } = options;
  const table = options.table === undefined ? undefined : String(options.table);
  await load(signal);
  const generation = judged(() => {
    const isLink = typeof recipe === "string";
    const handle = isLink ? RecipeHandle.ofLink(recipe, table) : RecipeHandle.ofParameters(...texts(recipe), today(), table);
    try {
      const { first, last } = range(handle.rangeOf, options) ?? { first: 1, last: handle.count };
      return new Generation(handle, first, last, header, fingerprint);
    } finally {
      handle.free();
    }
  });
  let give, refuse;
  const report = new Promise((resolve, reject) => ([give, refuse] = [resolve, reject]));
  // Whoever looks at the stream alone learns of a failure there.
  report.catch(() => {});
  const turn = new Turn();
  let isOver = false;
  const end = () => {
    isOver = true;
    signal?.removeEventListener("abort", abort);
    generation.free();
  };
  let controller;
  const fail = (reason) => {
    if (isOver) return;
    end();
    refuse(reason);
    controller.error(reason);
  };
  const abort = () => fail(signal.reason);
  const stream = new ReadableStream({
    start: (own) => {
      controller = own;
      signal?.addEventListener("abort", abort);
    },
    pull: async () => {
      await turn.over();
      if (isOver) return;
      try {
        const piece = generation.next();
        if (piece) return controller.enqueue(piece);
        give(generation.report());
      } catch (error) {
        return fail(error);
      }
      end();
      controller.close();
    },
    cancel: (reason) => {
      end();
      refuse(reason);
    },
  });
  return { stream, report };
}

export async function validate(data, options = {}) {
  const { link, parameters = {}, customers, signal } = options;
  if (link !== undefined && options.parameters !== undefined) {
    throw new TypeError("a link says all parameters, so none can be given beside it");
  }
  await load(signal);
  const terms = judged(() => (link === undefined ? CheckTerms.ofParameters(...texts(parameters)) : CheckTerms.ofLink(link)));
  let beside;
  try {
    if (customers !== undefined) beside = await taken(new CustomersReading(), customers, signal);
  } catch (error) {
    terms.free();
    throw error;
  }
  // Whoever makes a check of them takes them.
  const check = await taken(judged(() => new Check(terms, beside)), data, signal);
  return judged(() => check.report());
}

/** `taker`, which has taken all of a file; nobody needs it any more if that fails. */
async function taken(taker, data, signal) {
  const turn = new Turn();
  try {
    for await (const piece of pieces(data, signal)) {
      taker.take(piece);
      await turn.over();
    }
  } catch (error) {
    taker.free();
    throw error;
  }
  return taker;
}

let ready;

/** Starts the module, once, unless nobody wants it any more. */
async function load(signal) {
  signal?.throwIfAborted();
  ready ??= read(new URL("glue_bg.wasm", import.meta.url)).then((module_or_path) => start({ module_or_path }));
  try {
    await ready;
  } catch (error) {
    // The network may be back another time.
    ready = undefined;
    throw error;
  }
  signal?.throwIfAborted();
}

/** The module from beside this file. Node fetches no files. */
async function read(url) {
  if (url.protocol !== "file:" || !globalThis.process?.versions?.node) return fetch(url);
  const { readFile } = await import(/* webpackIgnore: true */ /* @vite-ignore */ "node:fs/promises");
  return readFile(url);
}

/** What `judge` returns; a list of faults becomes an error with it. */
function judged(judge) {
  try {
    return judge();
  } catch (error) {
    throw Array.isArray(error) ? new RecipeError(error) : error;
  }
}

/** The range that the options have of what the table is a range of: `rows` or `customers`. */
function range(of, options) {
  const other = of === "rows" ? "customers" : "rows";
  if (options[other] !== undefined) throw new TypeError(`a range of this table is one of ${of}, not of ${other}`);
  return options[of];
}

/** The keys of parameters, and their text forms. */
function texts(parameters) {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined);
  const rounded = given.filter(([, value]) => typeof value === "number" && Math.abs(value) > Number.MAX_SAFE_INTEGER);
  if (rounded.length > 0) {
    const limit = `must be a BigInt or text above ${Number.MAX_SAFE_INTEGER}, where numbers are rounded`;
    throw rounded.map(([parameter, number]) => {
      const value = String(number);
      return { parameter, value, limit, message: `${parameter} = "${value}": ${limit}` };
    });
  }
  return [given.map(([key]) => key), given.map(([, value]) => String(value))];
}

/** The day that it is here, as YYYY-MM-DD. */
function today() {
  const now = new Date();
  const parts = [now.getFullYear(), now.getMonth() + 1, now.getDate()];
  return parts.map((part, at) => String(part).padStart(at ? 2 : 4, "0")).join("-");
}

/** Lets others have their turn now and then: without, no signal could be given. */
class Turn {
  #began = performance.now();

  async over() {
    if (performance.now() - this.#began < TURN) return;
    await new Promise((resolve) => setTimeout(resolve));
    this.#began = performance.now();
  }
}

/** How many bytes are judged between two looks at the signal. */
const PIECE = 1 << 20;

/** The bytes of whatever holds some, piece by piece. */
async function* pieces(data, signal) {
  if (data instanceof Blob) data = data.stream();
  if (data instanceof ReadableStream) {
    yield* chunks(data, signal);
    return;
  }
  const bytes = bytes_of(data);
  for (let at = 0; at < bytes.length; at += PIECE) {
    yield bytes.subarray(at, at + PIECE);
    signal?.throwIfAborted();
  }
}

async function* chunks(stream, signal) {
  const reader = stream.getReader();
  // A read that waits for more ends with this.
  const abort = () => reader.cancel(signal.reason).catch(() => {});
  signal?.addEventListener("abort", abort);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      signal?.throwIfAborted();
      if (done) return;
      yield bytes_of(value);
    }
  } finally {
    signal?.removeEventListener("abort", abort);
    await reader.cancel().catch(() => {});
  }
}

function bytes_of(data) {
  if (typeof data === "string") return new TextEncoder().encode(data);
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  throw new TypeError("a file is a Blob, bytes, a ReadableStream of bytes or a text");
}

function join(pieces) {
  const bytes = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
