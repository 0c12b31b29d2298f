// Keeps the static files (style, scripts, icons) at hand. No page is ever kept: pages are private.
"use strict";
const SHELF = "nearer-static-1";
const FILES = ["/static/style.css", "/static/app.js", "/static/htmx.min.js", "/static/icon.svg"];
self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELF).then((shelf) => shelf.addAll(FILES)).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => {
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter((name) => name !== SHELF).map((name) => caches.delete(name)))).then(() => self.clients.claim()));
});
self.addEventListener("fetch", (event) => {
  const place = new URL(event.request.url);
  if (event.request.method !== "GET" || place.origin !== location.origin || !place.pathname.startsWith("/static/")) return;
  event.respondWith(fetch(event.request).catch(() => caches.match(event.request, { ignoreSearch: true })));
});
