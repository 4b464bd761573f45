// Starts the page. Hosted, its glue and its module are those that the document already preloads; in
// segmint.html both stand in the document: the glue as a data: address, the module packed. Hosted, this is
// classic, not a module: where a sandboxed frame may load no module, it still runs and says so.
const address = (selector) => document.querySelector(selector).href;
const inside = (id) => document.getElementById(id)?.textContent;

// Set before anything is seen.
if (new URLSearchParams(location.search).has("embed")) document.documentElement.dataset.view = "embed";
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

(async () => {
  try {
    const { default: init } = await import(inside("glue") ?? address('link[rel="modulepreload"]'));
    const packed = inside("module");
    await init({
      module_or_path: packed ? unpack(packed) : fetch(address('link[rel="preload"][as="fetch"]')),
    });
  } catch (error) {
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
