// The live parts of the table: a page is asked for anew when the other device has changed something, and clocks run.
// Without this everything works by plain forms and links.
"use strict";
(() => {
  let ticking = 0;

  // The clock shows the server's time: what was left when the page was made, less what has passed here since.
  const run = () => {
    clearInterval(ticking);
    const clock = document.querySelector(".clock[data-left]");
    if (!clock) return;
    const left = Number(clock.dataset.left), from = performance.now();
    const face = clock.querySelector("[data-face]"), bar = document.querySelector(".talk progress");
    const show = () => {
      const ms = Math.max(0, left - (performance.now() - from)), seconds = Math.ceil(ms / 1000);
      face.textContent = Math.floor(seconds / 60) + ":" + String(seconds % 60).padStart(2, "0");
      if (bar) bar.value = bar.max - ms;
    };
    show();
    ticking = setInterval(show, 250);
  };

  let busy = false, again = false, touched = false;
  const page = () => document.getElementById("now");
  document.addEventListener("input", () => { touched = true; });

  // The same page once more, and only its changing part is put in place; a form that somebody is filling in is left alone.
  const renew = async () => {
    if (busy) { again = true; return; }
    busy = true;
    try {
      const answer = await fetch(location.href, { headers: { "x-nearer-live": "1" } });
      const text = await answer.text();
      if (answer.redirected && new URL(answer.url).pathname !== location.pathname) { location.replace(answer.url); return; }
      const fresh = new DOMParser().parseFromString(text, "text/html").getElementById("now");
      if (!fresh) { location.reload(); return; }
      if (touched) { document.getElementById("news").hidden = false; return; }
      const open = [...page().querySelectorAll("details")].map((one) => one.open);
      page().replaceWith(document.importNode(fresh, true));
      page().querySelectorAll("details").forEach((one, place) => { one.open = one.open || Boolean(open[place]); });
      document.getElementById("news").hidden = true;
      document.dispatchEvent(new Event("htmx:afterRequest"));
      run();
    } catch (_) { /* the stream comes back by itself, and brings the state with it */ } finally {
      busy = false;
      if (again) { again = false; renew(); }
    }
  };

  run();
  if (page() && page().dataset.live) {
    const marks = new EventSource(page().dataset.live);
    marks.addEventListener("state", (event) => { if (page().dataset.state !== event.data) renew(); });
    marks.addEventListener("over", () => { marks.close(); location.replace("/table"); });
    // After a break in the line the browser asks again; where the table has closed meanwhile, the stream stays shut.
    marks.addEventListener("error", () => { if (marks.readyState === EventSource.CLOSED) location.replace("/table"); });
    addEventListener("pagehide", () => marks.close());
  }
})();
