// Starts the page, and its workers beside it. It stands in the page (crates/bundle) and runs before the first frame.
// Hosted, its glue and its module are those that the document already preloads; in segmint.html both stand in the
// document: the glue as a data: address, the module packed. Hosted, this is classic, not a module: where a sandboxed
// frame may load no module, it still runs and says so.
const address = (selector) => document.querySelector(selector).href;
const inside = (id) => document.getElementById(id)?.textContent;
const parsed = document.readyState === "loading"
  ? new Promise((resolve) => document.addEventListener("DOMContentLoaded", resolve, { once: true }))
  : Promise.resolve();

// Set before anything is seen.
const isLean = new URLSearchParams(location.search).has("embed");
if (isLean) document.documentElement.dataset.view = "embed";
// On a phone the page begins with what matters most; the rest opens at a touch.
parsed.then(() => {
  if (!matchMedia("(max-width: 40rem)").matches) return;
  for (const more of document.querySelectorAll(".more")) more.open = false;
});
try {
  const theme = localStorage.getItem("segmint-theme");
  if (theme) document.documentElement.dataset.theme = theme;
} catch {
  // A frame that may keep nothing is as light as its system.
}

const unpack = (packed) => {
  const bytes = Uint8Array.from(atob(packed), (byte) => byte.charCodeAt(0));
  const module = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(module, { headers: { "content-type": "application/wasm" } });
};

// Compiled once, for the page and all workers.
const compile = async () => {
  const packed = inside("module");
  const response = packed ? unpack(packed) : await fetch(address('link[rel="preload"][as="fetch"]'));
  // Some hosts do not know what it is, and then it cannot be compiled while it comes.
  return response.ok && response.headers.get("content-type") !== "application/wasm"
    ? WebAssembly.compile(await response.arrayBuffer())
    : WebAssembly.compileStreaming(response);
};

// Runs in a worker. Classic, not a module: browsers refuse module workers from blob: addresses on file:.
const beginWorker = () => {
  onmessage = ({ data: glue }) => {
    const loaded = import(glue);
    onmessage = async ({ data: module_or_path }) => {
      onmessage = null;
      try {
        const { default: init } = await loaded;
        await init({ module_or_path });
      } catch (error) {
        // Thrown outside the promise, where the page's error listener hears it.
        setTimeout(() => {
          throw error;
        });
      }
    };
  };
};

// By then a first visit has its rows, or is at work on many.
const LATER_MS = 500;

// What the page asks of this script: crates/web/src/worker_handle.rs.
const prepareWorkers = (glue, compiled) => {
  const text = `(${beginWorker})()`;
  // Good for as long as the page lives.
  const boot = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  // As many as the machine has threads, within reason: with more the page itself becomes the bound.
  const asked = parseInt(new URLSearchParams(location.search).get("workers") ?? "", 10);
  const workers = Math.min(Math.max(asked >= 0 ? asked : navigator.hardwareConcurrency, 1), 16);
  // What those said to whom nobody listens yet.
  const unheard = new Map();

  const begin = (worker) => {
    worker.postMessage(glue);
    // If it cannot be compiled, the page does not start either, and says so.
    compiled.then((module) => worker.postMessage(module), () => {});
  };
  // Half of them begin at once: the page and the browser need the rest of the machine for the first frames.
  const prompt = Math.ceil(workers / 2);
  const startEarly = () => {
    const worker = new Worker(boot);
    begin(worker);
    const events = [];
    const keep = (event) => events.push(event);
    const kinds = ["message", "messageerror", "error"];
    for (const kind of kinds) worker.addEventListener(kind, keep);
    unheard.set(worker, () => {
      for (const kind of kinds) worker.removeEventListener(kind, keep);
      for (const event of events) worker.dispatchEvent(event);
    });
  };
  try {
    // A frame is given its workers when it is seen.
    if (!isLean) for (let count = 0; count < prompt; count++) startEarly();
  } catch {
    // The page will want them, too, and says why there are none.
  }

  const early = [...unheard.keys()];
  let taken = 0;
  const takeWorker = () => {
    taken += 1;
    if (early.length) return early.shift();
    const worker = new Worker(boot);
    // More than there were to be are in the place of others, and for a file.
    if (taken > prompt && taken <= workers) setTimeout(begin, LATER_MS, worker);
    else begin(worker);
    return worker;
  };
  return {
    workers,
    takeWorker,
    hearWorker: (worker) => {
      unheard.get(worker)?.();
      unheard.delete(worker);
    },
  };
};

(async () => {
  try {
    const glue = inside("glue") ?? address('link[rel="modulepreload"]');
    const compiled = compile();
    // Awaited below, after the glue, whose failure is told first.
    compiled.catch(() => {});
    globalThis.segmint = prepareWorkers(glue, compiled);
    const { default: init } = await import(glue);
    const module_or_path = await compiled;
    await parsed;
    await init({ module_or_path });
  } catch (error) {
    await parsed;
    const isOnDisk = location.protocol === "file:" && !inside("module");
    const isBare = !isOnDisk && self.origin === "null" && !inside("module");
    const notice = document.getElementById("notice");
    document.getElementById("notice-title").textContent = isOnDisk
      ? "This page does not start from a disk"
      : `Segmint could not start in this ${isBare ? "sandboxed frame" : "browser"}`;
    // The whole glue may stand in it.
    const told = String(error).slice(0, 300);
    document.getElementById("notice-text").textContent =
      (isOnDisk
        ? "Open the file segmint.html beside it instead, which does; or put this folder on a web server."
        : isBare
        ? "Its host must send the header Access-Control-Allow-Origin: *, or the frame must hold the file segmint.html, which needs no others."
        : "It needs WebAssembly and web workers.") + ` The browser says: ${told}`;
    notice.hidden = false;
    throw error;
  }
})();
