// Small helps on every page. Everything works without them but the quick key and the live notes.
"use strict";
(() => {
  const body = document.body;

  // Quick exit: Escape twice within a second; on a page that says so, once. It takes this page's place in the history.
  let last = 0;
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const now = Date.now();
    const once = document.querySelector("[data-leave-at-once]");
    if (once || now - last < 1000) { body.hidden = true; location.replace(body.dataset.leave || "/away"); }
    last = now;
  });
  const away = document.querySelector("a.away");
  if (away) away.addEventListener("click", (event) => { event.preventDefault(); body.hidden = true; location.replace(away.href); });

  // Nothing stays on the screen once the space is locked.
  const idle = Number(body.dataset.idle || 0);
  if (idle) {
    let timer = 0;
    const begin = () => { clearTimeout(timer); timer = setTimeout(() => { body.hidden = true; location.replace(body.dataset.locked); }, (idle + 2) * 1000); };
    begin();
    document.addEventListener("htmx:afterRequest", begin);
  }
  // A page brought back from the browser's memory is asked for anew.
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
  if ("serviceWorker" in navigator && isSecureContext) navigator.serviceWorker.register("/sw.js").catch(() => {});
})();
