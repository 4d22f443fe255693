// Photos of papers, made small on the phone: readable letters, not megabytes; what the camera noted beside them is left out.
(() => {
  "use strict";
  const LONGEST_SIDE = 1800;
  const LARGEST = 900 * 1024;

  const drawn = (picture, side) => {
    const scale = Math.min(1, side / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return canvas;
  };
  const encoded = (canvas, quality) => new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));

  // Raises an error for what is no picture.
  const reduced = async (file) => {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    try {
      let side = LONGEST_SIDE;
      let blob = await encoded(drawn(picture, side), 0.82);
      while (blob.size > LARGEST && side > 800) {
        side = Math.round(side * 0.8);
        blob = await encoded(drawn(picture, side), 0.72);
      }
      return blob;
    } finally {
      picture.close();
    }
  };

  window.silahOffline.photos = { reduced };
})();
