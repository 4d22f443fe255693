// The editor of a policy: it keeps itself, rows move without a page load, nothing typed is lost.
// The rows are drawn by the server alone; what stands in the fields is taken over, never thrown away.
(() => {
  "use strict";
  const PAUSE = 2500;
  const form = document.getElementById("editor-form");
  if (!form) return;
  const rows = document.getElementById("rows");
  const state = document.getElementById("save-state");
  const conflict = document.getElementById("conflict");
  const moved = document.getElementById("moved");
  const KEY = `draft:${document.body.dataset.writer ?? ""}:${location.pathname}#editor`;
  let typed = 0;
  let kept = 0;
  let stopped = false;
  let timer;
  let retry = 0;
  let work = Promise.resolve();

  const say = (name, message) => {
    state.dataset.state = name;
    state.textContent = message ?? state.dataset[name] ?? "";
  };
  const entries = () => [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
  const remember = (sent) => {
    try {
      sessionStorage.setItem(KEY, JSON.stringify({ at: Date.now(), sent, values: entries() }));
    } catch {
      // A full or forbidden store only means that nothing is kept.
    }
  };
  const forget = () => {
    try {
      sessionStorage.removeItem(KEY);
    } catch {
      // Nothing was kept.
    }
  };

  // --- what is typed ---

  const changed = () => {
    typed += 1;
    if (!stopped) say("unsaved");
    remember(false);
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
    document.body.dispatchEvent(new Event("editor:changed"));
  };

  const send = async (url, data, headers = {}) => {
    const response = await fetch(url, { method: "POST", body: data, headers, credentials: "same-origin" });
    if (!(response.headers.get("content-type") ?? "").includes("json")) throw new Error("expired");
    return response.json();
  };

  const save = () => (work = work.then(saveNow));
  const saveNow = async () => {
    clearTimeout(timer);
    if (stopped || typed === kept) return;
    const stamp = typed;
    const sent = new Map(fields().map((field) => [field.id || field.name, valueOf(field)]));
    say("saving");
    let answer;
    try {
      answer = await send(form.dataset.save, new FormData(form));
    } catch (error) {
      failed(error);
      return;
    }
    retry = 0;
    if (answer.state === "conflict") {
      stopped = true;
      conflict.hidden = false;
      conflict.dataset.revision = answer.revision;
      conflict.querySelector("[data-message]").textContent = answer.message;
      say("conflict", "");
      return;
    }
    if (answer.rows) takeOver(answer, sent, stamp);
    if (answer.state === "saved") {
      kept = stamp;
      setRevision(answer);
      if (typed === stamp) forget();
    }
    if (typed === stamp) say(answer.state, answer.message);
    else timer = setTimeout(save, PAUSE);
  };
  const failed = (error) => {
    if (error.message === "expired") {
      say("expired");
      return;
    }
    say("offline");
    retry = Math.min(retry + 1, 6);
    timer = setTimeout(save, retry * 5000);
  };
  const setRevision = (answer) => {
    for (const field of document.querySelectorAll("input[type=hidden][name=revision]")) field.value = answer.revision;
    const undo = document.querySelector("[data-undo]");
    const redo = document.querySelector("[data-redo]");
    if (undo) undo.disabled = !answer.undo;
    if (redo) redo.disabled = !answer.redo;
  };

  // --- what the server says the rows are now ---

  const isChoice = (field) => field.type === "checkbox";
  const valueOf = (field) => (isChoice(field) ? field.checked : field.value);
  const fields = (root = rows) => [...root.querySelectorAll("input, textarea, select")].filter((field) => field.name && field.name !== "row");
  const frame = (root) => [...root.querySelectorAll("[name=row]")].map((field) => field.value).join(" ");
  const drawn = (html) => {
    const holder = document.createElement("div");
    holder.innerHTML = html;
    return holder;
  };
  const squeezed = (text) => text.trim().replace(/\s+/g, " ");
  const takeOver = (answer, sent, stamp) => {
    const fresh = drawn(answer.rows);
    if (frame(fresh) !== frame(rows)) {
      if (typed === stamp) replace(answer.rows);
      return;
    }
    const here = new Map(fields().map((field) => [field.id || `${field.name}=${isChoice(field) ? field.value : ""}`, field]));
    for (const field of fields(fresh)) {
      const own = here.get(field.id || `${field.name}=${isChoice(field) ? field.value : ""}`);
      if (!own || isChoice(own)) continue;
      own.toggleAttribute("aria-invalid", false);
      if (field.getAttribute("aria-invalid")) own.setAttribute("aria-invalid", "true");
      const untouched = own.hidden || sent.get(own.id || own.name) === own.value;
      // Where the caret stands, a space that was just typed is not taken away.
      const differs = own === document.activeElement ? squeezed(own.value) !== squeezed(field.value) : own.value !== field.value;
      if (untouched && differs) own.value = field.value;
    }
    for (const part of fresh.querySelectorAll("[data-part]")) {
      const own = rows.querySelector(`[data-part="${part.dataset.part}"]`);
      if (own && own.innerHTML !== part.innerHTML) own.innerHTML = part.innerHTML;
    }
  };
  const replace = (html) => {
    const active = document.activeElement;
    const id = rows.contains(active) ? active.id : "";
    const range = id && "selectionStart" in active ? [active.selectionStart, active.selectionEnd] : null;
    const open = [...rows.querySelectorAll("details[open]")].map((fold) => fold.closest("[id]")?.id);
    rows.innerHTML = html;
    for (const fold of rows.querySelectorAll("details.deadline-fold, details.lead")) if (open.includes(fold.closest("[id]")?.id)) fold.open = true;
    const again = id && document.getElementById(id);
    if (again) {
      again.focus({ preventScroll: true });
      if (range?.[0] !== null && range && again.setSelectionRange) again.setSelectionRange(...range);
    }
    sortable();
  };

  // --- buttons of the rows ---

  const command = (what) => (work = work.then(() => commandNow(what)));
  const commandNow = async (what) => {
    const data = new FormData(form);
    data.append("change", what);
    const sent = new Map(fields().map((field) => [field.id, valueOf(field)]));
    let answer;
    try {
      answer = await send(form.dataset.edit, data, { "X-Editor": "rows" });
    } catch (error) {
      failed(error);
      return;
    }
    const meanwhile = fields().filter((field) => field.id && valueOf(field) !== sent.get(field.id));
    replace(answer.rows);
    for (const field of meanwhile) {
      const again = document.getElementById(field.id);
      if (again) again.value = field.value;
    }
    const row = document.getElementById(`row-${answer.focus}`);
    const button = answer.button && row?.querySelector(`button[value="${answer.button}:${answer.focus}"]`);
    const visible = button && button.offsetParent !== null ? button : null;
    const target = visible ?? row?.querySelector("textarea, .in, summary, select");
    target?.focus();
    row?.scrollIntoView({ block: "nearest" });
    moved.textContent = answer.said;
    changed();
  };

  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=change]");
    if (!button) return;
    event.preventDefault();
    command(button.value);
  });
  form.addEventListener("input", changed);
  form.addEventListener("change", (event) => {
    if (event.target.matches("[data-renders]")) command(`keep:${event.target.closest("[data-row]").dataset.row}`);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    stopped = true;
    remember(true);
  });

  const sendForm = (button) => async (event) => {
    event.preventDefault();
    await save();
    if (typed === kept) document.getElementById(button.getAttribute("form")).submit();
  };
  for (const button of document.querySelectorAll("[data-undo], [data-redo]")) button.addEventListener("click", sendForm(button));

  conflict.querySelector("[data-mine]").addEventListener("click", () => {
    form.elements.revision.value = conflict.dataset.revision;
    conflict.hidden = true;
    stopped = false;
    typed += 1;
    save();
  });
  window.addEventListener("online", save);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save();
  });

  // --- keyboard ---

  const press = (row, verb) => row.querySelector(`button[value="${verb}:${row.dataset.row}"]`)?.click();
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.code === "KeyS") {
      event.preventDefault();
      typed += 1;
      save();
      return;
    }
    const row = event.altKey && event.target.closest?.("[data-row]");
    if (!row) return;
    const inward = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
    const outward = inward === "ArrowLeft" ? "ArrowRight" : "ArrowLeft";
    const verbs = { ArrowUp: "up", ArrowDown: "down", [inward]: "indent", [outward]: "outdent", Enter: row.querySelector(`button[value="add-row:${row.dataset.row}"]`) ? "add-row" : "add-sub" };
    if (!verbs[event.key]) return;
    event.preventDefault();
    press(row, verbs[event.key]);
  });

  // --- dragging ---

  const GROUPS = { row: ["row", "sub"], sub: ["row", "sub"] };
  const dropped = (event) => {
    const item = event.item;
    const kind = event.to.dataset.sorts;
    item.querySelector(":scope > [name=row]").value = `${kind}:${item.dataset.row}`;
    if (kind === "article" && !("nested" in item.dataset)) bringAlong(item, event.followers ?? []);
    command(`keep:${item.dataset.row}`);
  };
  const bringAlong = (item, followers) => {
    for (const follower of [...followers].reverse()) item.after(follower);
  };
  const followersOf = (item) => {
    const found = [];
    for (let next = item.nextElementSibling; next && "nested" in next.dataset; next = next.nextElementSibling) found.push(next);
    return found;
  };
  const sortable = () => {
    if (!window.Sortable) return;
    form.dataset.ready = "true";
    for (const list of rows.querySelectorAll("[data-sorts]")) {
      let followers = [];
      const kind = list.dataset.sorts;
      window.Sortable.create(list, {
        handle: ".grip",
        animation: 0,
        forceFallback: true,
        group: GROUPS[kind] ? { name: "clauses", pull: true, put: ["clauses"] } : kind,
        onStart: (event) => (followers = kind === "article" && !("nested" in event.item.dataset) ? followersOf(event.item) : []),
        onEnd: (event) => dropped(Object.assign(event, { followers })),
      });
    }
  };

  // --- the page ---

  const tabs = document.querySelector(".editor-tabs");
  const board = document.querySelector(".editor");
  tabs.addEventListener("click", (event) => {
    const tab = event.target.closest("[data-shows]");
    if (!tab) return;
    board.dataset.showing = tab.dataset.shows;
    for (const each of tabs.children) each.setAttribute("aria-pressed", String(each === tab));
  });

  const restore = async () => {
    let draft;
    try {
      draft = JSON.parse(sessionStorage.getItem(KEY));
    } catch {
      return;
    }
    if (!draft || draft.sent || JSON.stringify(draft.values) === JSON.stringify(entries())) return;
    const data = new FormData();
    data.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    for (const [name, value] of draft.values) data.append(name, value);
    data.append("change", "keep:");
    let answer;
    try {
      answer = await send(form.dataset.edit, data, { "X-Editor": "rows" });
    } catch (error) {
      failed(error);
      return;
    }
    replace(answer.rows);
    form.elements.revision.value = answer.revision;
    const note = document.getElementById("kept");
    note.hidden = false;
    note.querySelector("[data-afresh]").addEventListener("click", () => {
      stopped = true;
      forget();
      location.reload();
    });
    changed();
  };

  document.addEventListener("DOMContentLoaded", () => {
    tabs.hidden = false;
    document.querySelector(".preview").hidden = false;
    sortable();
    work = work.then(restore);
  });
})();
