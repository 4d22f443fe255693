// A drawn signature (.signature). Where drawing is not possible, the declaration below it is ticked instead.
(() => {
  "use strict";

  const fit = (canvas, pad) => {
    const strokes = pad.toData();
    const ratio = Math.max(window.devicePixelRatio || 1, 1);
    canvas.width = canvas.offsetWidth * ratio;
    canvas.height = canvas.offsetHeight * ratio;
    canvas.getContext("2d").scale(ratio, ratio);
    pad.fromData(strokes);
  };

  const enhance = (box) => {
    const canvas = box.querySelector("canvas");
    const value = box.querySelector("input[data-drawn]");
    const declaration = box.querySelector("[data-declaration]");
    box.dataset.ready = "true";
    const pad = new window.SignaturePad(canvas, { penColor: "#0a2e22" });
    const tick = declaration?.querySelector("input");
    const needed = Boolean(tick?.required);
    let width = 0;
    new ResizeObserver(() => {
      if (canvas.offsetWidth === width) return;
      width = canvas.offsetWidth;
      fit(canvas, pad);
    }).observe(canvas);
    const drawn = () => {
      value.value = pad.isEmpty() ? "" : pad.toDataURL("image/png");
      if (tick) tick.required = needed && pad.isEmpty();
    };
    pad.addEventListener("endStroke", drawn);
    box.querySelector("[data-clear]").addEventListener("click", () => {
      pad.clear();
      drawn();
    });
  };

  document.addEventListener("DOMContentLoaded", () => {
    if (window.SignaturePad) for (const box of document.querySelectorAll(".signature")) enhance(box);
  });
})();
