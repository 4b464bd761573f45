// Gives each frame of Segmint the height that it asks for.
addEventListener("message", ({ source, data }) => {
  if (data?.segmint !== "height" || !Number.isInteger(data.height)) return;
  for (const frame of document.querySelectorAll("iframe")) {
    if (frame.contentWindow === source) frame.style.height = `${data.height}px`;
  }
});
