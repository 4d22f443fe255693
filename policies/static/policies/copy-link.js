// Each clause's lasting address to the clipboard; without this the clause's number is itself a link.
(() => {
  "use strict";
  if (!navigator.clipboard) return;
  document.addEventListener("DOMContentLoaded", () => {
    for (const button of document.querySelectorAll("[data-copy-link]")) button.hidden = false;
  });
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy-link]");
    if (!button) return;
    await navigator.clipboard.writeText(button.dataset.copyLink);
    for (const done of document.querySelectorAll("[data-copy-link][data-done]")) delete done.dataset.done;
    button.dataset.done = "true";
    document.querySelector("[data-link-copied]")?.removeAttribute("hidden");
  });
})();
