// Keeps the hosted page, so that it opens without network. The build writes two lines above these: `build`, a
// name that no other build has, and `files`, what there is to keep.
const PAGE = "index.html";
// Other sites may share this origin and its storage.
const family = `segmint ${registration.scope} `;
const kept = family + build;

addEventListener("install", (event) => event.waitUntil(keep()));
addEventListener("activate", (event) => event.waitUntil(Promise.all([clients.claim(), tidy()])));

// A build waits until no page of an older one is open, or until a reader says so: offline.js.
addEventListener("message", (event) => {
  if (event.data === "take over") event.waitUntil(skipWaiting());
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const isPage = request.mode === "navigate";
  if (isPage) event.waitUntil(tidy());
  const moved = isPage && movedOf(request.url);
  if (moved) return event.respondWith(Response.redirect(moved));
  const name = nameOf(request.url);
  if (files.includes(name)) event.respondWith(find(name, request));
  else if (name && !isPage) event.respondWith(findOlder(request));
});

// The name below this site that an address asks for; what stands behind "?" is for the page.
function nameOf(url) {
  if (!url.startsWith(registration.scope)) return undefined;
  return url.slice(registration.scope.length).split(/[?#]/)[0] || PAGE;
}

// Where a link belongs that came as a path, its "#" escaped, perhaps more than once: 404.html does the same.
function movedOf(url) {
  const mark = url.startsWith(registration.scope) && url.match(/%(25)*23(?=v(=|%))/i);
  return mark && url.slice(0, mark.index) + "#" + url.slice(mark.index + mark[0].length);
}

async function find(name, request) {
  const cache = await caches.open(kept);
  return (await cache.match(name, { ignoreVary: true })) ?? fetch(request);
}

// A page of an older build, still open, starts a worker: hosts forget what it needs for that.
async function findOlder(request) {
  return (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
}

// All of the files or none.
async function keep() {
  const responses = await Promise.all(files.map(ask));
  const cache = await caches.open(kept);
  await Promise.all(files.map((name, place) => cache.put(name, responses[place])));
}

async function ask(name) {
  const response = await fetch(name, { cache: "no-cache" });
  if (!response.ok) throw new Error(`${name}: ${response.status} ${response.statusText}`);
  const body = await response.blob();
  if (name === PAGE && !(await body.text()).includes(build)) {
    throw new Error("the page is of another build: this host is in the middle of an update");
  }
  // A copy, for no page may come from an answer that was redirected, and some hosts send index.html to "./".
  return new Response(body, response);
}

// Lets go of older builds, once none of their pages is open and no newer one is being kept.
async function tidy() {
  const windows = await clients.matchAll({ type: "window", includeUncontrolled: true });
  const isOpen = windows.some(({ url }) => url.startsWith(registration.scope));
  if (isOpen || registration.installing || registration.waiting) return;
  const names = await caches.keys();
  const older = names.filter((name) => name.startsWith(family) && name !== kept);
  await Promise.all(older.map((name) => caches.delete(name)));
}
