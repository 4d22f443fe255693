// Keeps one page without anybody's name and the files it needs, and nothing else: what is personal never passes through here.
(() => {
  "use strict";
  const { version, page, shell, files } = self.KEPT;
  const NAME = `silah-field-${version}`;
  const PATIENCE = 4000;

  const whole = async () => {
    const kept = await caches.open(NAME);
    await kept.addAll([shell, ...files].map((address) => new Request(address, { cache: "reload", credentials: address === shell ? "same-origin" : "omit" })));
  };
  self.addEventListener("install", (event) => event.waitUntil(whole().then(() => self.skipWaiting())));
  self.addEventListener("activate", (event) => event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name.startsWith("silah-field-") && name !== NAME) await caches.delete(name);
    await self.clients.claim();
  })()));

  const soon = (request) => Promise.race([
    fetch(request),
    new Promise((_resolve, reject) => {
      setTimeout(() => reject(new Error("too slow")), PATIENCE);
    }),
  ]);
  // In the language that was chosen since.
  const refresh = async () => {
    const fresh = await fetch(shell, { cache: "no-store" });
    if (fresh.ok && !fresh.redirected) await (await caches.open(NAME)).put(shell, fresh);
  };
  const opened = async (event) => {
    try {
      const answer = await soon(event.request);
      if (answer.status >= 500) throw new Error("trouble");
      event.waitUntil(refresh().catch(() => undefined));
      return answer;
    } catch {
      return await caches.match(shell) ?? Response.error();
    }
  };
  const file = async (request) => {
    try {
      return await soon(request);
    } catch {
      return await caches.match(request, { ignoreVary: true }) ?? Response.error();
    }
  };

  self.addEventListener("fetch", (event) => {
    const address = new URL(event.request.url);
    if (event.request.method !== "GET" || address.origin !== self.location.origin) return;
    if (event.request.mode === "navigate" && address.pathname === page) event.respondWith(opened(event));
    else if (files.includes(address.pathname)) event.respondWith(file(event.request));
  });
})();
