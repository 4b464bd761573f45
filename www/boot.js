// Starts the page: the glue and the module are those that the document already preloads. Classic, not a module: where
// a sandboxed frame may load no module, this still runs and says so.
const address = (selector) => document.querySelector(selector).href;

// Set before anything is seen.
if (new URLSearchParams(location.search).has("embed")) document.documentElement.dataset.view = "embed";

(async () => {
  try {
    const { default: init } = await import(address('link[rel="modulepreload"]'));
    await init({ module_or_path: fetch(address('link[rel="preload"][as="fetch"]')) });
  } catch (error) {
    const isBare = self.origin === "null";
    const notice = document.getElementById("notice");
    document.getElementById("notice-title").textContent =
      `Segmint could not start in this ${isBare ? "sandboxed frame" : "browser"}`;
    document.getElementById("notice-text").textContent =
      (isBare
        ? "Its host must send the header Access-Control-Allow-Origin: *, or the frame must hold the file segmint.html, which needs no others."
        : "It needs WebAssembly and web workers.") + ` The browser says: ${error}`;
    notice.hidden = false;
    throw error;
  }
})();
