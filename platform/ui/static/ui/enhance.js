// Comfort on top of pages that work without it: confirmations, one submit per click, menus, highlights.
(() => {
  "use strict";

  document.addEventListener("click", (event) => {
    const asking = event.target.closest("button[data-confirm], a[data-confirm]");
    if (asking && !window.confirm(asking.dataset.confirm)) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  }, true);

  // A second click while the first is under way would record a thing twice.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.confirm && !window.confirm(form.dataset.confirm)) {
      event.preventDefault();
      return;
    }
    if (form.method === "get" || event.defaultPrevented || form.matches("[hx-post], [data-again]")) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "true";
    event.submitter?.setAttribute("aria-busy", "true");
  });

  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
    for (const button of document.querySelectorAll("button[aria-busy]")) button.removeAttribute("aria-busy");
  });

  // Menus close on Escape and on a click elsewhere.
  const menus = () => document.querySelectorAll("details.drop[open], details.more[open]");
  document.addEventListener("click", (event) => {
    for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of menus()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  // The key / leads to the box that finds people and cases.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const box = document.querySelector("[data-lookup]");
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.select();
  });

  // What was typed in a folded form and kept must be seen.
  document.addEventListener("draft:restored", (event) => {
    for (const fold of event.target.querySelectorAll("details")) fold.open = true;
    const around = event.target.closest("details");
    if (around) around.open = true;
  });

  // Beside a text: what an entry was read from lights up while one looks at the entry.
  const show = (event) => {
    const entry = event.target.closest?.("[data-shows]");
    if (!entry) return;
    for (const lit of document.querySelectorAll("mark.now")) lit.classList.remove("now");
    for (const id of entry.dataset.shows.split(" ")) {
      const words = document.getElementById(id);
      words?.classList.add("now");
    }
    const source = document.querySelector("mark.now")?.closest(".source");
    const first = document.querySelector("mark.now");
    if (source && event.type === "focusin") source.scrollTop += first.getBoundingClientRect().top - source.getBoundingClientRect().top - source.clientHeight / 3;
  };
  document.addEventListener("focusin", show);
  document.addEventListener("mouseover", show);

  // A file's field under words of our own: it lies over them unseen, and takes clicks and keys as ever.
  const showChosen = (field) => {
    const said = field.parentElement.querySelector("[data-chosen]");
    said.dataset.none ??= said.textContent;
    said.textContent = [...field.files].map((file) => `\u2068${file.name}\u2069`).join(" · ") || said.dataset.none;
  };
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-file] > input")) showChosen(event.target);
  });

  const ready = (root) => {
    for (const file of root.querySelectorAll("[data-file]:not([data-ready])")) {
      file.dataset.ready = "true";
      for (const words of file.querySelectorAll("span[hidden]")) words.hidden = false;
      showChosen(file.querySelector("input"));
    }
    for (const button of root.querySelectorAll("[data-print], [data-copy]")) button.hidden = false;
  };
  document.addEventListener("click", async (event) => {
    if (event.target.closest("[data-print]")) window.print();
    const copy = event.target.closest("[data-copy]");
    if (!copy || !navigator.clipboard) return;
    await navigator.clipboard.writeText(document.getElementById(copy.dataset.copy).textContent.trim());
    copy.querySelector("[data-copied]")?.removeAttribute("hidden");
  });
  document.addEventListener("DOMContentLoaded", () => ready(document));
  document.addEventListener("htmx:load", (event) => ready(event.target));

  // A fragment that turns out to be the sign-in page means that the session is over: load the page itself.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!event.detail.xhr.responseText.includes("data-expired")) return;
    event.detail.shouldSwap = false;
    window.location.reload();
  });
  const trouble = () => document.getElementById("network-note")?.removeAttribute("hidden");
  document.addEventListener("htmx:responseError", trouble);
  document.addEventListener("htmx:sendError", trouble);
  document.addEventListener("htmx:afterSwap", () => document.getElementById("network-note")?.setAttribute("hidden", ""));
})();
