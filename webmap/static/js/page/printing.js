// Printing lays the sheet out first, lets the map draw itself into its new frame, then prints.
// Pictures of rasters are waited for; a sheet that goes out without them says so.

import { byId, element } from "./dom.js";
import { say } from "./words.js";

const LONGEST_MS = 2500;
const LONGEST_PICTURES_MS = 60000;
const UNTOLD_MS = 400;
const FADE_MS = 250;

/** The printer button, the browser's own keys, and the remark on the sheet. */
export function startPrinting(map, parts, visible) {
  const print = () => printMap(map, parts, visible);
  byId("print").addEventListener("click", print);
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "p" || event.altKey || event.shiftKey || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    print();
  });
  const note = map.getContainer().appendChild(element("p", { class: "print-note", hidden: true }));
  // From the browser's menu there is no waiting: what is drawn is made smaller until it fits.
  let restore = null;
  window.addEventListener("beforeprint", () => {
    if (!printing) restore = shrink(map, visible());
    remark(note, parts.rasters.unfinished);
  });
  window.addEventListener("afterprint", () => {
    restore?.();
    restore = null;
  });
}

function remark(note, layers) {
  note.hidden = !layers.length;
  note.textContent = say("print_unfinished", { titles: layers.map((layer) => layer.title).join(say("print_comma")) });
}

let printing = false;

/** Print what the map shows now; `visible` gives the bounds not covered by panels. */
async function printMap(map, { ground, labels, rasters }, visible) {
  if (printing) return;
  printing = true;
  const bounds = visible();
  const restore = layOut(map, bounds);
  const drawn = loaded(ground);
  map.fitBounds(bounds, { animate: false });
  const [, go] = await Promise.all([drawn, whole(rasters)]);
  await labels.draw();
  if (go) window.print();
  restore();
  printing = false;
}

/** The page as on paper, the middle of `bounds` in the middle of the map; gives the way back. */
function layOut(map, bounds) {
  const sheet = document.querySelector('[media="print"]');
  const back = { center: map.getCenter(), zoom: map.getZoom(), focus: document.activeElement };
  const off = map.latLngToContainerPoint(bounds.getCenter()).subtract(map.getSize().divideBy(2));
  sheet.media = "all";
  map.invalidateSize({ animate: false });
  map.panBy(off, { animate: false });
  return () => {
    sheet.media = "print";
    map.invalidateSize({ pan: false });
    map.setView(back.center, back.zoom, { animate: false });
    back.focus?.focus();
  };
}

/** The page as on paper, all of `bounds` as it is drawn now, scaled to the frame; gives the way back. */
function shrink(map, bounds) {
  const sheet = document.querySelector('[media="print"]');
  const box = map.getContainer();
  const { x, y } = map.getSize();
  const [from, to] = [bounds.getNorthWest(), bounds.getSouthEast()].map((corner) => map.latLngToContainerPoint(corner));
  sheet.media = "all";
  const { clientWidth, clientHeight } = box.parentElement;
  const scale = Math.min(clientWidth / (to.x - from.x), clientHeight / (to.y - from.y));
  const off = [(clientWidth - scale * (to.x - from.x)) / 2, (clientHeight - scale * (to.y - from.y)) / 2];
  Object.assign(box.style, {
    inset: "0 auto auto 0", width: `${x}px`, height: `${y}px`, transformOrigin: "0 0", transform: `translate(${off[0]}px, ${off[1]}px) scale(${scale}) translate(${-from.x}px, ${-from.y}px)`,
  });
  box.classList.add("shrunk");
  return () => {
    sheet.media = "print";
    box.classList.remove("shrunk");
    for (const name of ["inset", "width", "height", "transformOrigin", "transform"]) box.style[name] = "";
  };
}

function loaded(ground) {
  return new Promise((resolve) => {
    ground.once("load", () => setTimeout(resolve, 150));
    setTimeout(resolve, LONGEST_MS);
  });
}

/** Whether to print: the pictures are here, or somebody does without; false when called off. */
function whole(rasters) {
  if (!rasters.loading) return true;
  return new Promise((resolve) => {
    const told = setTimeout(() => waiting.show(), UNTOLD_MS);
    const given = setTimeout(() => end(true), LONGEST_PICTURES_MS);
    const waiting = new Waiting(end);
    rasters.loaded().then(() => setTimeout(() => end(true), FADE_MS));
    function end(go) {
      clearTimeout(told);
      clearTimeout(given);
      waiting.close();
      resolve(go);
    }
  });
}

/** What stands over the page while pictures load: do without them, or call it off. */
class Waiting {
  constructor(end) {
    this.box = element(
      "div", { class: "print-wait", role: "status", tabIndex: -1 },
      element("span", {}, say("print_waiting")),
      element("button", { type: "button", class: "quiet-button", onclick: () => end(true) }, say("print_now")),
      element("button", { type: "button", class: "quiet-button", onclick: () => end(false) }, say("print_cancel")),
    );
    this.escape = (event) => event.key === "Escape" && end(false);
  }

  show() {
    document.body.prepend(this.box);
    document.addEventListener("keydown", this.escape);
    this.box.focus();
  }

  close() {
    this.box.remove();
    document.removeEventListener("keydown", this.escape);
  }
}
