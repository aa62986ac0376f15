/* A photograph is made small before it is kept or sent, so that it gets through a weak network:
   <input type="file" accept="image/*" data-photograph>. Where this browser cannot draw it, it goes as it is. */
"use strict";
(() => {
  const LONGEST_SIDE = 1600, QUALITY = 0.8;
  async function small(file) {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [picture.width, picture.height].map((side) => Math.max(1, Math.round(side * scale)));
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
    return blob && blob.size < file.size ? new File([blob], "photograph.jpg", { type: blob.type }) : file;
  }
  document.addEventListener("change", async (event) => {
    const input = event.target, file = input.files?.[0];
    if (!file || !input.matches("[data-photograph]")) return;
    try {
      const less = await small(file), kept = new DataTransfer();
      kept.items.add(less);
      if (input.files[0] === file) input.files = kept.files;  // not another one meanwhile
    } catch { /* a kind of picture this browser does not draw */ }
  });
})();
