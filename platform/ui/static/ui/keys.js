// Work by keyboard: places of keys, not letters, so that they are the same while it writes Arabic.
(() => {
  "use strict";
  const OFF = "silah:keys-off";
  const isOff = () => window.localStorage.getItem(OFF) === "yes";
  const typing = (target) => target.closest("input:not([type=checkbox]), textarea, select, [contenteditable], dialog");
  const rows = () => [...document.querySelectorAll("tr[data-row]")];
  const current = () => document.querySelector("tr[data-row].here");
  const link = (row) => row?.querySelector("td.subj a");

  const go = (step) => {
    const all = rows();
    if (!all.length) return;
    const at = all.indexOf(current());
    const next = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1)];
    current()?.classList.remove("here");
    next.classList.add("here");
    link(next).focus();
    next.scrollIntoView({ block: "nearest" });
  };

  const open = (anchor) => {
    const address = link(current());
    if (address) window.location.assign(address.href + anchor);
    return Boolean(address);
  };

  // On the page of a request its own forms open; in the inbox the request does, at the same place.
  const reach = (...ids) => {
    const fold = ids.map((id) => document.getElementById(id)).find(Boolean);
    if (!fold) return open(`#${ids[0]}`);
    if ("open" in fold) fold.open = true;
    fold.scrollIntoView({ block: "center" });
    fold.querySelector("select, textarea, input:not([type=hidden])")?.focus();
    return true;
  };

  const assign = () => {
    const box = document.querySelector("#bulk details");
    if (!box) return reach("do-assign");
    const tick = current()?.querySelector("input[type=checkbox]");
    if (tick && !document.querySelector("input[name=case]:checked")) tick.click();
    box.open = true;
    document.getElementById("bulk_assignee").focus();
    return true;
  };

  const actions = {
    KeyJ: () => go(1),
    KeyK: () => go(-1),
    KeyO: () => open(""),
    KeyX: () => current()?.querySelector("input[type=checkbox]")?.click(),
    KeyA: assign,
    KeyR: () => reach("do-answer", "do-log_contact"),
    KeyN: () => reach("do-add_note"),
    Slash: () => (document.getElementById("lookup") ?? document.getElementById("id_search"))?.focus(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isOff() || typing(event.target)) return;
    // The sign itself too: not every keyboard has it above the stroke.
    if ((event.code === "Slash" && event.shiftKey) || event.key === "?" || event.key === "؟") {
      event.preventDefault();
      document.getElementById("keys")?.togglePopover();
      return;
    }
    const action = actions[event.code];
    if (!action || event.shiftKey) return;
    event.preventDefault();
    action();
  });

  // Arriving at a folded form by its address unfolds it.
  const unfold = () => {
    const wanted = window.location.hash && document.getElementById(decodeURIComponent(window.location.hash.slice(1)));
    if (wanted?.tagName === "DETAILS") wanted.open = true;
  };
  window.addEventListener("hashchange", unfold);

  const count = () => {
    const ticked = document.querySelectorAll("input[name=case]:checked").length;
    const shown = document.querySelector("[data-ticked]");
    if (!shown) return;
    shown.hidden = ticked === 0;
    shown.textContent = String(ticked);
  };
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-all]")) {
      for (const box of document.querySelectorAll("input[name=case]")) box.checked = event.target.checked;
    }
    if (event.target.matches("[data-keys-off]")) window.localStorage.setItem(OFF, event.target.checked ? "yes" : "");
    count();
  });

  // Taking a list away asks for the filters as they are now, and for what is ticked.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-take]")) return;
    for (const old of form.querySelectorAll("input")) old.remove();
    const add = (name, value) => {
      const field = document.createElement("input");
      Object.assign(field, { type: "hidden", name, value });
      form.append(field);
    };
    const filters = document.querySelector("form.filters");
    for (const [name, value] of new FormData(filters)) if (value) add(name, value);
    for (const box of document.querySelectorAll("input[name=case]:checked")) add("case", box.value);
  });

  // A view is kept as the filters are now: the list changes without the page around it.
  document.addEventListener("submit", (event) => {
    const filters = document.querySelector("form.filters");
    if (!event.target.matches("[data-keep]") || !filters) return;
    const set = [...new FormData(filters)].filter(([, value]) => value);
    event.target.elements.query.value = new URLSearchParams(set).toString();
  });

  const ready = () => {
    for (const box of document.querySelectorAll("[data-all]")) box.hidden = false;
    for (const box of document.querySelectorAll("[data-keys-off]")) box.checked = isOff();
    const back = document.querySelector("#bulk input[name=back]");
    if (back) back.value = window.location.pathname + window.location.search;
    count();
  };
  document.addEventListener("DOMContentLoaded", () => { ready(); unfold(); });
  document.addEventListener("htmx:afterSettle", ready);
})();
