// Boots a worker with the page's own glue and compiled module. Classic, not a module: browsers
// refuse module workers from blob: addresses on file:.
onmessage = async ({ data: { glue, module } }) => {
  onmessage = null;
  try {
    const { default: init } = await import(glue);
    await init({ module_or_path: module });
  } catch (error) {
    // Thrown outside the promise, where the page's error listener hears it.
    setTimeout(() => {
      throw error;
    });
  }
};
