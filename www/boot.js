// Starts the page. Hosted, its glue and its module are those that the document already preloads; in
// segmint.html the glue is a data: address, and the module stands in the document, packed.
const address = (selector) => document.querySelector(selector).href;

const unpack = (packed) => {
  const bytes = Uint8Array.from(atob(packed), (byte) => byte.charCodeAt(0));
  const module = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(module, { headers: { "content-type": "application/wasm" } });
};

try {
  const { default: init } = await import(address('link[rel="modulepreload"]'));
  const packed = document.getElementById("module")?.textContent;
  await init({
    module_or_path: packed ? unpack(packed) : fetch(address('link[rel="preload"][as="fetch"]')),
  });
} catch (error) {
  const notice = document.getElementById("notice");
  document.getElementById("notice-title").textContent = "Segmint could not start in this browser";
  document.getElementById("notice-text").textContent =
    `It needs WebAssembly and web workers. The browser says: ${error}`;
  notice.hidden = false;
  throw error;
}
