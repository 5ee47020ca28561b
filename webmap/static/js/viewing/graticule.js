// Lines of longitude and latitude, or of the Gauss-Krüger plane of the district, with numbers at the edge of
// what the panels leave free.

import { gaussKruger } from "../map/gauss_kruger.js";
import { element } from "../page/dom.js";
import { say } from "../page/words.js";

const PANE = "graticule";
const OVER_LAYERS = 240;
const LEAST_PX = 110;
const SECONDS = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 18000, 36000];
const METRES = [100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000, 100000];
// Beyond, the plane of the district says nothing any more.
const FARTHEST_DEG = 3;
const SAMPLES = 24;
const ROUNDS = 12;
const METRES_OF_A_DEGREE = 111320;
const CORNER_PX = 100;
const STYLE = { color: "#39444c", weight: 0.7, opacity: 0.55, interactive: false };

export class Graticule {
  constructor(atlas) {
    Object.assign(this, { atlas, map: atlas.map, kind: null });
    const pane = this.map.createPane(PANE);
    Object.assign(pane.style, { zIndex: OVER_LAYERS, pointerEvents: "none" });
    this.lines = L.layerGroup([], { pane: PANE });
    this.renderer = L.svg({ pane: PANE });
    this.numbers = element("div", { class: "graticule-numbers", "aria-hidden": "true" });
    this.caption = element("p", { class: "graticule-caption", hidden: true });
    this.map.getContainer().append(this.numbers, this.caption);
    this.map.on("move zoomend resize", () => this.draw());
  }

  set(kind) {
    if (kind === this.kind) return;
    this.kind = kind;
    if (kind) this.lines.addTo(this.map);
    else this.lines.remove();
    this.draw();
  }

  draw() {
    this.lines.clearLayers();
    this.numbers.replaceChildren();
    this.caption.hidden = !this.kind;
    if (!this.kind) return;
    const { lines, caption } = this.kind === "km" ? this.kilometres() : this.degrees();
    this.caption.textContent = caption;
    for (const { places, text, upright } of lines) {
      L.polyline(places, { ...STYLE, pane: PANE, renderer: this.renderer }).addTo(this.lines);
      this.number(places, text, upright);
    }
  }

  get bounds() {
    return this.atlas.visibleBounds();
  }

  degrees() {
    const { bounds } = this;
    const [west, south, east, north] = edges(bounds);
    const across = { x: this.map.getSize().x / (this.map.getBounds().getEast() - this.map.getBounds().getWest()), text: "EW" };
    const step = stepOf(SECONDS, 3600 / across.x);
    const upright = multiples(west * 3600, east * 3600, step).map((at) => ({ upright: true, text: dms(at, step, "EW"), places: [[south, at / 3600], [north, at / 3600]] }));
    const level = multiples(south * 3600, north * 3600, step).map((at) => ({ upright: false, text: dms(at, step, "NS"), places: [[at / 3600, west], [at / 3600, east]] }));
    return { lines: [...upright, ...level], caption: say("grid_said_degrees", { step: angle(step) }) };
  }

  kilometres() {
    const { meridian } = this.atlas.options.plane;
    const [west, south, east, north] = edges(this.bounds);
    const near = [Math.max(west, meridian - FARTHEST_DEG), Math.min(east, meridian + FARTHEST_DEG)];
    const caption = (step) => say("grid_said_km", { zone: meridian / 3, meridian, step: step / 1000 });
    if (near[0] >= near[1]) return { lines: [], caption: say("grid_said_far", { meridian }) };
    const rim = rimOf(near[0], south, near[1], north).map(([lat, lng]) => gaussKruger(lng, lat, meridian));
    const [low, high] = [Math.min, Math.max].map((pick) => ({ east: pick(...rim.map((at) => at.east)), north: pick(...rim.map((at) => at.north)) }));
    const step = stepOf(METRES, (high.east - low.east) / (this.map.latLngToContainerPoint([south, near[1]]).x - this.map.latLngToContainerPoint([south, near[0]]).x));
    const sampled = (from, to, put) => Array.from({ length: SAMPLES + 1 }, (_, at) => degreesOf(put(from + ((to - from) * at) / SAMPLES), meridian));
    const upright = multiples(low.east, high.east, step).map((at) => ({ upright: true, text: String(at / 1000), places: sampled(low.north, high.north, (up) => ({ east: at, north: up })) }));
    const level = multiples(low.north, high.north, step).map((at) => ({ upright: false, text: String(at / 1000), places: sampled(low.east, high.east, (over) => ({ east: over, north: at })) }));
    return { lines: [...upright, ...level], caption: caption(step) };
  }

  /** The number where the line leaves the free part of the map: above, or at the left. */
  number(places, text, upright) {
    const { left, right } = this.atlas.panels.insets();
    const { x: wide, y: high } = this.map.getSize();
    const points = places.map((place) => this.map.latLngToContainerPoint(place));
    const at = upright ? crossing(points, "y", "x", 0) : crossing(points, "x", "y", left);
    const [from, to] = upright ? [left + CORNER_PX / 2, wide - right - CORNER_PX] : [CORNER_PX / 3, high - CORNER_PX];
    if (at === null || at < from || at > to) return;
    const place = upright ? `translate(${at}px, 2px) translateX(-50%)` : `translate(${left + 3}px, ${at}px) translateY(-50%)`;
    const label = element("span", {}, text);
    label.style.transform = place;
    this.numbers.append(label);
  }
}

/** The finest of the steps whose lines keep their distance; `size` is what a pixel measures. */
function stepOf(steps, size) {
  return steps.find((step) => step / size >= LEAST_PX) ?? steps.at(-1);
}

function multiples(low, high, step) {
  const first = Math.ceil(low / step);
  return Array.from({ length: Math.max(0, Math.floor(high / step) - first + 1) }, (_, at) => (first + at) * step);
}

function edges(bounds) {
  return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
}

function rimOf(west, south, east, north) {
  const steps = Array.from({ length: 9 }, (_, at) => at / 8);
  const [over, up] = [(t) => west + (east - west) * t, (t) => south + (north - south) * t];
  return steps.flatMap((t) => [[south, over(t)], [north, over(t)], [up(t), west], [up(t), east]]);
}

/** [latitude, longitude] of a place in the plane: steps on what the forward series still misses. */
export function degreesOf({ east, north }, meridian) {
  let [lat, lng] = [north / METRES_OF_A_DEGREE, meridian + (east - 500000) / METRES_OF_A_DEGREE / 0.86];
  for (let round = 0; round < ROUNDS; round++) {
    const there = gaussKruger(lng, lat, meridian);
    lat += (north - there.north) / METRES_OF_A_DEGREE;
    lng += (east - there.east) / METRES_OF_A_DEGREE / Math.cos((lat * Math.PI) / 180);
  }
  return [lat, lng];
}

/** Where a line of points meets `axis` = value, on the other axis; null where it does not. */
function crossing(points, axis, other, value) {
  for (let at = 1; at < points.length; at++) {
    const [a, b] = [points[at - 1], points[at]];
    if ((a[axis] - value) * (b[axis] - value) > 0 || a[axis] === b[axis]) continue;
    return a[other] + ((b[other] - a[other]) * (value - a[axis])) / (b[axis] - a[axis]);
  }
  return null;
}

/** Seconds of arc as 114°10′05″E, no finer than the step. */
export function dms(seconds, step, [positive, negative]) {
  return `${angle(Math.abs(seconds), step)}${seconds < 0 ? negative : positive}`;
}

function angle(seconds, step = null) {
  const [d, m, s] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  const two = (number) => String(number).padStart(2, "0");
  if (step === null) return [d ? `${d}°` : "", m ? `${m}′` : "", s ? `${s}″` : ""].join("");
  if (step % 3600 === 0) return `${d}°`;
  return step % 60 === 0 ? `${d}°${two(m)}′` : `${d}°${two(m)}′${two(s)}″`;
}
