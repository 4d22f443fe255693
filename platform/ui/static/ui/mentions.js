// Names after an @ in a note: offered while one types, put in with a click or Enter; typing them in full does as well.
(() => {
  "use strict";
  const AFTER_SIGN = /@([^@\n]{0,40})$/u;
  let asked = 0;

  const offered = (area) => area.parentElement.querySelector(".mentions");
  const listOf = (area) => {
    let list = offered(area);
    if (!list) {
      list = document.createElement("div");
      list.className = "mentions";
      list.setAttribute("aria-live", "polite");
      area.after(list);
    }
    return list;
  };
  const buttonsOf = (list) => [...(list?.querySelectorAll("[data-mention]") ?? [])];
  const mark = (buttons, now) => {
    for (const button of buttons) button.classList.toggle("now", button === now);
  };

  document.addEventListener("input", async (event) => {
    const area = event.target;
    if (!area.dataset?.mentions) return;
    const list = listOf(area);
    const match = AFTER_SIGN.exec(area.value.slice(0, area.selectionStart));
    const turn = ++asked;
    if (!match) return list.replaceChildren();
    const answer = await fetch(`${area.dataset.mentions}?q=${encodeURIComponent(match[1])}`, { headers: { "HX-Request": "true" } });
    if (turn !== asked || !answer.ok) return;
    list.innerHTML = await answer.text();
    mark(buttonsOf(list), buttonsOf(list)[0]);
  });

  const choose = (button) => {
    const list = button.closest(".mentions");
    const area = list.parentElement.querySelector("[data-mentions]");
    const before = area.value.slice(0, area.selectionStart).replace(AFTER_SIGN, "");
    const named = `${before}@${button.dataset.name} `;
    area.value = named + area.value.slice(area.selectionStart);
    const chosen = document.createElement("input");
    Object.assign(chosen, { type: "hidden", name: "mention", value: button.dataset.mention });
    area.form.append(chosen);
    asked += 1;
    list.replaceChildren();
    area.focus();
    area.setSelectionRange(named.length, named.length);
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-mention]");
    if (button) choose(button);
  });

  // While names are offered, the keys are theirs: Enter takes the marked one, arrows mark another, Escape sends them away.
  document.addEventListener("keydown", (event) => {
    const area = event.target;
    if (!area.dataset?.mentions || event.isComposing) return;
    const buttons = buttonsOf(offered(area));
    if (!buttons.length) return;
    const at = buttons.findIndex((button) => button.classList.contains("now"));
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) mark(buttons, buttons[(at + step + buttons.length) % buttons.length]);
    else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) choose(buttons[Math.max(at, 0)]);
    else if (event.key === "Escape") offered(area).replaceChildren();
    else return;
    event.preventDefault();
  });
})();
