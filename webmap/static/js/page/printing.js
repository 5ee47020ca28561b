// Printing lays the sheet out first, lets the map draw itself into its new frame, then prints.

const LONGEST_MS = 2500;

/** Print what the map shows now; `visible` gives the bounds not covered by panels. */
export async function printMap(map, ground, labels, visible) {
  const sheet = document.querySelector('link[media="print"]');
  const back = { center: map.getCenter(), zoom: map.getZoom() };
  const bounds = visible();
  sheet.media = "all";
  map.invalidateSize({ pan: false });
  const drawn = loaded(ground);
  map.fitBounds(bounds, { animate: false });
  await drawn;
  await labels.draw();
  window.print();
  sheet.media = "print";
  map.invalidateSize({ pan: false });
  map.setView(back.center, back.zoom, { animate: false });
}

function loaded(ground) {
  return new Promise((resolve) => {
    ground.once("load", () => setTimeout(resolve, 150));
    setTimeout(resolve, LONGEST_MS);
  });
}
