// Lists in an order of one's own (ol[data-sort]): drag the handle, or use the buttons. The order of the fields is what is sent.
(() => {
  "use strict";

  const renumber = (list) => [...list.children].forEach((item, index) => {
    const number = item.querySelector("[data-number]");
    if (number) number.textContent = String(index + 1);
  });
  const announce = (list, item) => {
    renumber(list);
    const status = document.getElementById(list.dataset.status);
    if (status) status.textContent = status.dataset.moved.replace("{n}", [...list.children].indexOf(item) + 1);
    list.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const enhance = (list) => {
    list.addEventListener("click", (event) => {
      const button = event.target.closest("[data-up], [data-down]");
      if (!button) return;
      event.preventDefault();
      const item = button.closest("li");
      if ("up" in button.dataset) item.previousElementSibling?.before(item);
      else item.nextElementSibling?.after(item);
      announce(list, item);
      button.focus();
    });
    if (!window.Sortable) return;
    list.dataset.ready = "true";
    window.Sortable.create(list, { handle: ".grip", animation: 0, forceFallback: true, onEnd: (event) => announce(list, event.item) });
  };

  const enhanceIn = (root) => {
    for (const list of root.querySelectorAll("[data-sort]:not([data-sorting])")) {
      list.dataset.sorting = "true";
      enhance(list);
    }
  };
  document.addEventListener("DOMContentLoaded", () => enhanceIn(document));
  document.addEventListener("htmx:load", (event) => enhanceIn(event.target.parentElement ?? document));
})();
