// Names after an @ in a note: offered while one types, put in with a click or Enter; typing them in full does as well.
(() => {
  "use strict";
  const AFTER_SIGN = /@([^@\n]{0,40})$/u;
  let asked = 0;

  const listOf = (area) => {
    let list = area.parentElement.querySelector(".mentions");
    if (!list) {
      list = document.createElement("div");
      list.className = "mentions";
      list.setAttribute("aria-live", "polite");
      area.after(list);
    }
    return list;
  };

  document.addEventListener("input", async (event) => {
    const area = event.target;
    if (!area.dataset?.mentions) return;
    const list = listOf(area);
    const match = AFTER_SIGN.exec(area.value.slice(0, area.selectionStart));
    const turn = ++asked;
    if (!match) return list.replaceChildren();
    const answer = await fetch(`${area.dataset.mentions}?q=${encodeURIComponent(match[1])}`, { headers: { "HX-Request": "true" } });
    if (turn === asked && answer.ok) list.innerHTML = await answer.text();
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-mention]");
    if (!button) return;
    const list = button.closest(".mentions");
    const area = list.parentElement.querySelector("[data-mentions]");
    const before = area.value.slice(0, area.selectionStart).replace(AFTER_SIGN, "");
    const named = `${before}@${button.dataset.name} `;
    area.value = named + area.value.slice(area.selectionStart);
    const chosen = document.createElement("input");
    Object.assign(chosen, { type: "hidden", name: "mention", value: button.dataset.mention });
    area.form.append(chosen);
    list.replaceChildren();
    area.focus();
    area.setSelectionRange(named.length, named.length);
  });
})();
