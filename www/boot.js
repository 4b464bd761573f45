// Starts the page. Hosted, its glue and its module are those that the document already preloads; in
// segmint.html both stand in the document: the glue as a data: address, the module packed.
const address = (selector) => document.querySelector(selector).href;
const inside = (id) => document.getElementById(id)?.textContent;

const unpack = (packed) => {
  const bytes = Uint8Array.from(atob(packed), (byte) => byte.charCodeAt(0));
  const module = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(module, { headers: { "content-type": "application/wasm" } });
};

try {
  const { default: init } = await import(inside("glue") ?? address('link[rel="modulepreload"]'));
  const packed = inside("module");
  await init({
    module_or_path: packed ? unpack(packed) : fetch(address('link[rel="preload"][as="fetch"]')),
  });
} catch (error) {
  const notice = document.getElementById("notice");
  document.getElementById("notice-title").textContent = "Segmint could not start in this browser";
  // The whole glue may stand in it.
  const told = String(error).slice(0, 300);
  document.getElementById("notice-text").textContent =
    `It needs WebAssembly and web workers. The browser says: ${told}`;
  notice.hidden = false;
  throw error;
}
