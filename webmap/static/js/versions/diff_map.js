// The map of what changed between two versions: before dashed, after solid, coloured by what
// happened; a line of the list and its shapes on the map lead to each other. Nothing is asked of
// the server but the tiles of the version itself, which lie grey underneath.

import { stretchAt, trace } from "../map/paint.js";
import { POINT } from "../map/shapes.js";
import { archiveAt, TileSource, viewOf } from "../map/vector_tiles.js";

const GROUND = "#c9d0d0";
const { shapes, bounds, tiles, layer_bounds: layerBounds } = JSON.parse(document.getElementById("diff-shapes").textContent);
const colours = getComputedStyle(document.documentElement);
const words = document.documentElement.lang.startsWith("en") ? { in: "Zoom in", out: "Zoom out" } : { in: "放大", out: "缩小" };

const map = L.map("diff-map", { preferCanvas: true, zoomSnap: 0.5, maxZoom: 20, attributionControl: false, zoomControl: false });
L.control.zoom({ zoomInTitle: words.in, zoomOutTitle: words.out }).addTo(map);
L.control.scale({ imperial: false }).addTo(map);
const lines = document.getElementById("diff-lines");
const drawn = shapes.map(draw);
let chosen = null;

map.whenReady(() => document.getElementById("diff-map").setAttribute("data-ready", drawn.filter(Boolean).length));
showEverything();
if (tiles) underlay();
lines.addEventListener("click", (event) => {
  const line = event.target.closest("tr[data-line]");
  if (line && !getSelection().toString()) choose(Number(line.dataset.line), true);
});
for (const button of lines.querySelectorAll(".go")) {
  button.hidden = false;
  button.parentElement.querySelector(".plain").hidden = true;
}
const whole = document.getElementById("diff-whole");
whole.hidden = false;
whole.addEventListener("click", () => { choose(null); showEverything(); });
const linked = location.hash.match(/^#change-(\d+)$/);
if (linked) choose(Number(linked[1]), true);

function colourOf(what) {
  return colours.getPropertyValue(`--change-${what}`).trim();
}

/** The shapes of one change as a group on the map; null where it has none. */
function draw({ what, before, after }, index) {
  const colour = colourOf(what);
  const parts = [];
  if (before) parts.push(shape(before, { color: what === "removed" ? colour : "#39444c", weight: 1.5, dashArray: "5 4", fillColor: colour, fillOpacity: what === "removed" ? 0.25 : 0 }));
  if (after) parts.push(shape(after, { color: colour, weight: 2, fillColor: colour, fillOpacity: 0.35 }));
  if (what === "moved") parts.push(step(before, after, colour));
  const group = L.featureGroup(parts.filter(Boolean));
  if (!parts.length) return null;
  group.on("click", (event) => { L.DomEvent.stopPropagation(event); choose(index, false); });
  return group.addTo(map);
}

function shape(geometry, style) {
  return L.geoJSON(geometry, { style, pointToLayer: (_feature, at) => L.circleMarker(at, { ...style, radius: 6 }) });
}

/** A line from where it was to where it is. */
function step(before, after, colour) {
  const [from, to] = [before, after].map((one) => L.geoJSON(one).getBounds());
  if (!from.isValid() || !to.isValid()) return null;
  return L.polyline([from.getCenter(), to.getCenter()], { color: colour, weight: 1.5 });
}

function choose(index, move) {
  if (chosen !== null) mark(chosen, false);
  chosen = index;
  if (index === null) return;
  mark(index, true);
  if (!move) {
    lines.children[index]?.scrollIntoView({ block: "nearest" });
    return;
  }
  if (!drawn[index]) return;
  // Some ground around it, so that one sees where it lies; on a small screen the map is further up.
  map.fitBounds(drawn[index].getBounds().pad(0.6), { maxZoom: 18, animate: false });
  map.getContainer().scrollIntoView({ block: "nearest" });
}

function mark(index, on) {
  lines.children[index]?.classList.toggle("chosen", on);
  drawn[index]?.eachLayer((part) => part.setStyle({ weight: on ? 4 : 2 }));
  if (on) drawn[index]?.bringToFront();
}

function showEverything() {
  const [west, south, east, north] = bounds ?? layerBounds;
  map.fitBounds([[south, west], [north, east]], { padding: [24, 24], maxZoom: 17, animate: false });
}

function dots(context, places) {
  context.beginPath();
  for (const { x, y } of places) {
    context.moveTo(x + 3, y);
    context.arc(x, y, 3, 0, 7);
  }
}

/** What did not change, grey, from the tiles of the later version. */
function underlay() {
  const pane = map.createPane("still");
  pane.style.zIndex = 150;
  const symbolizer = {
    draw(context, _places, zoom, feature) {
      const shape = feature.stretched(stretchAt(zoom, tiles.max_zoom));
      context.strokeStyle = GROUND;
      context.fillStyle = GROUND;
      context.lineWidth = 1;
      if (shape.geomType === POINT) dots(context, shape.lines().flat());
      else trace(context, shape);
      context.stroke();
    },
  };
  const ground = protomapsL.leafletLayer({
    sources: {}, paintRules: [{ dataSource: "ground", dataLayer: "features", symbolizer }],
    labelRules: [], attribution: "", lang: document.documentElement.lang, pane: "still", maxZoom: 20,
  });
  ground.views.set("ground", viewOf(new TileSource(archiveAt(tiles.url)), tiles.max_zoom));
  ground.addTo(map);
}
