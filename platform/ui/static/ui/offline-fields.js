// What a type of request asks, drawn on the phone from what the office published; request_types/form.js folds it.
(() => {
  "use strict";
  const PREFIX = "a-";
  const CATEGORIES = "categories";
  const FEW = 6;
  const say = (word) => document.querySelector(`#words [data-word="${word}"]`).textContent;

  const make = (tag, values = {}, ...inside) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(values)) {
      if (value === true) made.setAttribute(name, "");
      else if ((value !== "" || name === "value") && value !== false && value !== null) made.setAttribute(name, value);
    }
    made.append(...inside.filter(Boolean));
    return made;
  };
  const optional = (required) => (required ? null : make("small", {}, ` ${say("optional")}`));
  const help = (field, id) => (field.help ? make("p", { class: "help", id: `${id}_help` }, field.help) : null);
  const numeric = (kind) => ["number", "money"].includes(kind);
  const yesNo = () => [{ key: "yes", label: say("yes") }, { key: "no", label: say("no") }];

  const select = (values, options) => make("select", { class: "in", ...values }, make("option", { value: "" }, "—"), ...options.map(({ key, label }) => make("option", { value: key }, label)));
  const input = (values, kind) => make("input", {
    class: "in", type: "text", autocomplete: "off", maxlength: "300", ...values,
    ...(numeric(kind) ? { inputmode: "decimal", dir: "ltr" } : {}), ...(kind === "date" ? { placeholder: "01/09/1447" } : {}),
  });

  // One label and one control.
  const single = (field, name, control) => {
    if (field.help) control.setAttribute("aria-describedby", `${name}_help`);
    return make("div", { class: "f" }, make("label", { for: name }, field.label, optional(field.required)), help(field, name), control);
  };
  // Several controls under one legend.
  const group = (field, name, ...inside) => make("fieldset", { class: "f", "aria-describedby": field.help ? `${name}_help` : "" }, make("legend", {}, field.label, optional(field.required)), help(field, name), ...inside);
  const choices = (field, name, type, options) => group(field, name, make("div", { class: "choices" }, ...options.map(({ key, label }) => make("label", {}, make("input", { type, name, value: key }), make("span", {}, label)))));

  const person = (field, name) => {
    const parts = document.getElementById("person-parts").content.cloneNode(true);
    for (const control of parts.querySelectorAll("[data-part]")) {
      const part = `${name}-${control.dataset.part}`;
      control.closest(".f").querySelector("label").htmlFor = part;
      control.id = part;
      control.name = part;
    }
    return group(field, name, parts);
  };

  const cell = (column, name, row) => {
    const values = { name: `${name}-${row}-${column.key}`, "aria-label": `${column.label} (${row + 1})` };
    if (column.kind === "choice") return select(values, column.options);
    if (column.kind === "yes_no") return select(values, yesNo());
    return input(values, column.kind);
  };
  const table = (field, name) => {
    const head = make("tr", {}, ...field.columns.map((column) => make("th", { scope: "col" }, column.label, optional(column.required))));
    const rows = Array.from({ length: field.rows }, (_, row) => make("tr", { "data-row": true }, ...field.columns.map((column) => make("td", { "data-label": column.label }, cell(column, name, row)))));
    return group(field, name, make("table", { class: "tbl", "data-rows": true }, make("thead", {}, head), make("tbody", {}, ...rows)), make("button", { type: "button", class: "btn", "data-add-row": true, hidden: true }, say("another-row")));
  };

  // A photo that bears the name of the field is its file.
  const file = (field, name) => group(field, name, make("p", { class: "help" }, `${say("take-photo")} ${field.stored}`), make("input", { type: "hidden", "data-photo-of": field.stored }));

  const control = (field) => {
    const name = PREFIX + field.key;
    switch (field.kind) {
      case "long_text": return single(field, name, make("textarea", { class: "in", id: name, name, rows: "4", maxlength: field.longest, dir: "auto" }));
      case "choice": return field.options.length <= FEW ? choices(field, name, "radio", field.options) : single(field, name, select({ id: name, name }, field.options));
      case "choices": return choices(field, name, "checkbox", field.options);
      case "yes_no": return choices(field, name, "radio", yesNo());
      case "file": return file(field, name);
      case "person": return person(field, name);
      case "table": return table(field, name);
      default: return single(field, name, input({ id: name, name, maxlength: field.longest, dir: field.kind === "text" ? "auto" : "" }, field.kind));
    }
  };
  const frame = (key, kind, when, inside) => make("div", { class: "answer", "data-key": key, "data-kind": kind, "data-when": when }, inside);

  const draw = (place, type) => {
    place.replaceChildren();
    if (!type) return;
    if (type.eligibility) place.append(make("p", { class: "quote" }, make("b", {}, say("who-may-ask")), " ", make("bdi", {}, type.eligibility)));
    if (type.fields.length && !type.survey) place.append(make("p", { class: "help" }, say("leave-out")));
    if (type.categories.length) {
      const asked = { label: say("which-apply"), help: say("which-decide"), required: true };
      place.append(frame(CATEGORIES, "choices", "", choices(asked, `${PREFIX}-${CATEGORIES}`, "checkbox", type.categories)));
    }
    for (const field of type.fields) place.append(frame(field.key, field.kind, field.when, control(field)));
  };
  const fold = (place) => place.dispatchEvent(new CustomEvent("htmx:load", { bubbles: true }));

  const ours = (place) => [...place.querySelectorAll("input, select, textarea")].filter(({ name }) => name.startsWith(PREFIX));
  const answers = (place) => ours(place)
    .filter((each) => (["checkbox", "radio"].includes(each.type) ? each.checked : each.value))
    .map(({ name, value }) => [name, value]);
  const fill = (place, pairs) => {
    for (const each of ours(place)) {
      const given = pairs.filter(([name]) => name === each.name).map(([, value]) => value);
      if (["checkbox", "radio"].includes(each.type)) each.checked = given.includes(each.value);
      else if (given.length) [each.value] = given;
    }
    fold(place);
  };
  // What the photos show answers the fields of that name, for the conditions of others.
  const photographed = (place, purposes) => {
    for (const mark of place.querySelectorAll("[data-photo-of]")) {
      if (purposes.includes(mark.dataset.photoOf)) mark.name = "kept";
      else mark.removeAttribute("name");
    }
    fold(place);
  };
  // Where the words of an error belong: the first control of the field that the server named.
  const controlOf = (place, name) => {
    if (!name.startsWith(PREFIX)) return null;
    const key = name === `${PREFIX}-${CATEGORIES}` ? CATEGORIES : name.slice(PREFIX.length);
    return place.querySelector(`[data-key="${CSS.escape(key)}"]`)?.querySelector("input, select, textarea") || null;
  };
  const papers = (type) => (type ? [...type.papers, ...type.fields.filter(({ kind }) => kind === "file").map(({ stored }) => stored)] : []);

  window.silahOffline.fields = { draw, fill, answers, photographed, controlOf, papers };
})();
