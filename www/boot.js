// Starts the page: the glue and the module are those that the document already preloads.
const address = (selector) => document.querySelector(selector).href;

try {
  const { default: init } = await import(address('link[rel="modulepreload"]'));
  await init({ module_or_path: fetch(address('link[rel="preload"][as="fetch"]')) });
} catch (error) {
  const notice = document.getElementById("notice");
  document.getElementById("notice-title").textContent = "Segmint could not start in this browser";
  document.getElementById("notice-text").textContent =
    `It needs WebAssembly and web workers. The browser says: ${error}`;
  notice.hidden = false;
  throw error;
}
