// Has the browser keep the hosted page, and offers a newer build when there is one. Not in a frame made for
// embedding, and not where there is no place to keep anything: from a disk, in a sandbox, without https.
const isEmbedded = new URLSearchParams(location.search).has("embed");
const isPossible = isSecureContext && origin !== "null" && "serviceWorker" in navigator;
// After the page's first rows, which need the network and the processor first, or whatever comes in their place.
if (isPossible && !isEmbedded) {
  const results = document.getElementById("results");
  const observer = new MutationObserver(() => {
    if (results.ariaBusy === "true") return;
    observer.disconnect();
    keep();
  });
  observer.observe(results, { attributeFilter: ["aria-busy"] });
}

async function keep() {
  const { serviceWorker } = navigator;
  try {
    const registration = await serviceWorker.register("service-worker.js");
    offer(serviceWorker, registration);
  } catch (error) {
    // A browser's own settings, most often. The page needs nothing of it while there is a network.
    console.info(`Without network this page will not open: ${error}`);
  }
}

function offer(serviceWorker, registration) {
  const update = document.getElementById("update");
  const note = document.getElementById("update-note");
  let { controller } = serviceWorker;
  let isOlder = false;
  let isAsked = false;

  const look = () => {
    update.hidden = !isOlder && !(registration.waiting && controller);
  };
  const watch = () => registration.installing?.addEventListener("statechange", look);

  registration.addEventListener("updatefound", watch);
  serviceWorker.addEventListener("controllerchange", () => {
    if (isAsked) return location.reload();
    // The first one took up its work, or another page's reader asked for a newer one.
    isOlder = Boolean(controller);
    controller = serviceWorker.controller;
    look();
  });
  document.getElementById("reload").addEventListener("click", () => {
    if (document.querySelector("#recipe[inert]")) {
      note.textContent = "A file is being made, and would be lost: reload when it is done.";
    } else if (registration.waiting) {
      isAsked = true;
      registration.waiting.postMessage("take over");
    } else {
      location.reload();
    }
  });
  watch();
  look();
}
