// Forms of request types: shows what earlier answers ask for, and rows of tables as they are needed.
// Without it everything is shown, and the server leaves out what was not asked.
(() => {
  "use strict";
  const ARABIC = "٠١٢٣٤٥٦٧٨٩", PERSIAN = "۰۱۲۳۴۵۶۷۸۹";
  const MARKS = /[\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;
  const NUMBER = /^[+-]?[0-9]{1,12}(\.[0-9]{1,3})?$/;
  const SPACE = /[\s\x1c-\x1f\x85]+/;
  const NUMERIC = new Set(["number", "money"]);
  const COMPARED = new Set(["text", "choice", "choices", "yes_no"]);

  const plain = (text) => text.replace(MARKS, "").split(SPACE).filter(Boolean).join(" ");
  const fold = (text) => text.replace(/[٠-٩]/g, (d) => ARABIC.indexOf(d)).replace(/[۰-۹]/g, (d) => PERSIAN.indexOf(d));
  const number = (typed) => {
    const text = fold(typed.normalize("NFKC").replace(MARKS, "")).replace(/[,٬\s\x1c-\x1f\x85]/g, "").replace("٫", ".").replace("−", "-");
    return NUMBER.test(text) ? Number(text) : null;
  };

  // An answer is a list of words, empty where nothing was answered.
  const compare = ({ field, operator, values }, answers) => {
    const found = answers[field];
    if (!found || !found.words.length) return false;
    if (operator === "answered") return true;
    if (NUMERIC.has(found.kind)) {
      const given = number(found.words[0]);
      const wanted = values.map(number).filter((each) => each !== null);
      if (given === null || !wanted.length) return false;
      if (operator === "greater") return given > wanted[0];
      if (operator === "less") return given < wanted[0];
      return wanted.includes(given) !== (operator === "not");
    }
    if (!COMPARED.has(found.kind) || operator === "greater" || operator === "less") return false;
    const wanted = values.map(plain);
    return found.words.map(plain).some((word) => wanted.includes(word)) !== (operator === "not");
  };
  const holds = ({ join, comparisons }, answers) => join === "any"
    ? comparisons.some((each) => compare(each, answers))
    : comparisons.every((each) => compare(each, answers));

  globalThis.silahForms = { holds, number, plain };
  if (typeof document === "undefined") return;

  const wordsOf = (frame, kind) => {
    const inputs = [...frame.querySelectorAll("input, select, textarea")];
    if (kind === "choice" || kind === "choices" || kind === "yes_no") {
      return inputs.flatMap((input) => input.matches("select")
        ? [...input.selectedOptions].map((option) => option.value)
        : input.checked ? [input.value] : []).filter(Boolean);
    }
    if (kind === "file") return frame.querySelector("[name=kept]") || inputs.some((input) => input.files?.length) ? ["file"] : [];
    if (NUMERIC.has(kind)) return inputs.map((input) => input.value).filter((typed) => number(typed) !== null);
    if (kind === "person") return inputs.filter((input) => input.name.endsWith("-name")).map((input) => plain(input.value)).filter(Boolean);
    return inputs.map((input) => plain(input.value)).filter(Boolean);
  };
  const update = (form) => {
    const answers = {};
    for (const frame of form.querySelectorAll("[data-key], [data-when]")) {
      const shown = !frame.dataset.when || holds(JSON.parse(frame.dataset.when), answers);
      frame.hidden = !shown;
      const { key, kind } = frame.dataset;
      if (key) answers[key] = { kind, words: shown ? wordsOf(frame, kind) : [] };
    }
  };

  const hasWords = (row) => [...row.querySelectorAll("input, select")].some((input) => input.value.trim());
  const foldRows = (table) => {
    const rows = [...table.querySelectorAll("[data-row]")];
    const more = table.parentElement.querySelector("[data-add-row]");
    const last = rows.reduce((found, row, at) => hasWords(row) ? at : found, -1);
    rows.forEach((row, at) => { row.hidden = at > last + 1; });
    const left = () => rows.filter((row) => row.hidden);
    more.hidden = !left().length;
    more.addEventListener("click", () => {
      const next = left()[0];
      next.hidden = false;
      next.querySelector("input, select").focus();
      more.hidden = !left().length;
    });
  };

  const enhance = (root) => {
    for (const table of root.querySelectorAll("[data-rows]:not([data-folded])")) {
      table.dataset.folded = "true";
      foldRows(table);
    }
    for (const form of root.querySelectorAll("form:has([data-key])")) update(form);
    const around = root.closest?.("form");
    if (around?.querySelector("[data-key]")) update(around);
  };
  const changed = (event) => {
    const form = event.target.closest?.("form");
    if (form?.querySelector("[data-when]")) update(form);
  };
  // A draft that was filled in again may name a type whose fields are not there yet.
  document.addEventListener("draft:restored", (event) => {
    const select = event.target.querySelector?.("[data-loads] select");
    if (select?.value) select.dispatchEvent(new Event("change", { bubbles: true }));
  });
  for (const name of ["input", "change", "draft:restored"]) document.addEventListener(name, changed);
  document.addEventListener("DOMContentLoaded", () => enhance(document));
  document.addEventListener("htmx:load", (event) => enhance(event.target));
})();
