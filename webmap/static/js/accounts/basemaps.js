// The form of a basemap: only the fields of its source, and whether the tried pictures came.

const source = document.getElementById("basemap-source");
const parts = [...document.querySelectorAll("[data-source]")];
const show = () => {
  for (const part of parts) part.hidden = part.dataset.source !== source.value;
};
source.addEventListener("change", show);
show();

const tried = document.getElementById("tried");
const pictures = [...(tried?.querySelectorAll("img") ?? [])];

function shown(picture) {
  if (picture.complete) return Promise.resolve(picture.naturalWidth > 0);
  return new Promise((resolve) => {
    picture.addEventListener("load", () => resolve(true));
    picture.addEventListener("error", () => resolve(false));
  });
}

if (pictures.length) {
  const came = await Promise.all(pictures.map(shown));
  const well = came.every(Boolean);
  tried.classList.toggle("failed", !well);
  document.getElementById("tried-said").textContent = well ? tried.dataset.came : tried.dataset.failed;
}
