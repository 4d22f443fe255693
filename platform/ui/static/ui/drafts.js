// Long forms (data-autosave="a name") are kept in this tab until they were sent, also across an expired session.
// Each belongs to whoever wrote it (data-writer of the page): the next person in this tab neither sees nor keeps it.
(() => {
  "use strict";
  const PREFIX = "draft:";
  const HALF_A_DAY = 12 * 60 * 60 * 1000;
  const NEVER = new Set(["password", "file", "hidden", "submit", "button"]);

  const writer = document.body.dataset.writer ?? "";
  // By where it is sent to: a form that comes back refused stands at another address than at first.
  const keyOf = (form) => {
    const { pathname } = new URL(form.getAttribute("action") || location.href, location.href);
    return `${PREFIX}${writer}:${pathname}#${form.dataset.autosave}`;
  };
  const writerOf = (key) => key.slice(PREFIX.length).split(":")[0];
  const load = (key) => {
    try {
      const draft = JSON.parse(sessionStorage.getItem(key));
      return draft && Date.now() - draft.at < HALF_A_DAY ? draft : null;
    } catch {
      return null;
    }
  };
  const save = (key, draft) => {
    try {
      sessionStorage.setItem(key, JSON.stringify(draft));
    } catch {
      // A full or forbidden store only means that nothing is kept.
    }
  };
  const drafts = () => {
    try {
      return Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX));
    } catch {
      return [];
    }
  };

  const fields = (form) => [...form.elements].filter(
    (field) => field.name && !NEVER.has(field.type) && !("private" in field.dataset),
  );
  const isChoice = (field) => field.type === "checkbox" || field.type === "radio";
  const valuesOf = (form) => fields(form).map((field) => {
    if (field.type === "select-multiple") return [field.name, [...field.selectedOptions].map((option) => option.value)];
    return isChoice(field) ? [field.name, field.value, field.checked] : [field.name, field.value];
  });
  const fill = (form, values) => {
    const left = [...values];
    for (const field of fields(form)) {
      const at = left.findIndex(([name, value]) => name === field.name && (!isChoice(field) || value === field.value));
      if (at < 0) continue;
      const [[, value, checked]] = left.splice(at, 1);
      if (isChoice(field)) field.checked = checked;
      else if (Array.isArray(value)) for (const option of field.options) option.selected = value.includes(option.value);
      else field.value = value;
    }
  };

  const keep = (form) => {
    const key = keyOf(form);
    const pristine = JSON.stringify(valuesOf(form));
    const draft = load(key);
    if (draft && !form.querySelector("[aria-invalid=true], .has-error") && JSON.stringify(draft.values) !== pristine) {
      fill(form, draft.values);
      const note = form.querySelector("[data-draft-note]");
      if (note) note.hidden = false;
      note?.querySelector("[data-draft-discard]")?.addEventListener("click", () => {
        sessionStorage.removeItem(key);
        location.reload();
      });
      form.dispatchEvent(new Event("draft:restored", { bubbles: true }));
    }
    let timer;
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => save(key, { at: Date.now(), sent: false, values: valuesOf(form) }), 400);
    });
    form.addEventListener("submit", (event) => {
      clearTimeout(timer);
      if (!event.defaultPrevented) save(key, { at: Date.now(), sent: true, values: valuesOf(form) });
    });
  };

  document.addEventListener("DOMContentLoaded", () => {
    const cameBack = ["back_forward", "reload"].includes(performance.getEntriesByType("navigation")[0]?.type);
    const refused = "expired" in document.body.dataset;
    for (const key of drafts()) {
      const draft = load(key);
      const isOthers = writer && writerOf(key) && writerOf(key) !== writer;
      if (!draft || isOthers) sessionStorage.removeItem(key);
      else if (draft.sent && (refused || cameBack)) save(key, { ...draft, sent: false });
      else if (draft.sent) sessionStorage.removeItem(key);
    }
    for (const form of document.querySelectorAll("form[data-autosave]")) keep(form);
  });

  // Whoever sits down next must not find them.
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-sign-out]")) return;
    for (const key of drafts()) sessionStorage.removeItem(key);
    // The key to what waits on this phone (ui/offline-vault.js); what it sealed stays for its writer.
    window.indexedDB?.deleteDatabase("silah-field-key");
  });
})();
