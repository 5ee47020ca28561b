// Names on the map: one for each feature, at its largest visible part, none over another.

import { plainName } from "../page/words.js";
import { POINT, POLYGON } from "./shapes.js";

const FONT = '"Noto Sans SC", "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", "Noto Sans SC Variable", sans-serif';
const SIZE = 12;
const PADDING = 3;
// A longer name would lie over everything beside it; the card tells it whole.
const WIDEST = 300;

export class Labels {
  constructor(map, grid, shows, name = "labels") {
    Object.assign(this, { map, grid, shows, turn: 0 });
    const pane = map.createPane(name);
    pane.style.zIndex = 300;
    pane.style.pointerEvents = "none";
    this.canvas = pane.appendChild(document.createElement("canvas"));
    this.canvas.className = "label-canvas leaflet-zoom-hide";
    this.redraw = () => this.draw();
    map.on("moveend zoomend resize", this.redraw);
    document.fonts?.addEventListener?.("loadingdone", this.redraw);
  }

  remove() {
    this.turn++;
    this.map.off("moveend zoomend resize", this.redraw);
    document.fonts?.removeEventListener?.("loadingdone", this.redraw);
    this.canvas.parentElement.remove();
  }

  setLayers(layers) {
    this.layers = layers;
    return this.draw();
  }

  async draw() {
    const turn = ++this.turn;
    const zoom = this.map.getZoom();
    const layers = (this.layers ?? []).filter(({ label }) => label && zoom >= label.from_zoom);
    const groups = await Promise.all(inOrder(layers).map((layer) => this.placesOf(layer)));
    if (turn === this.turn) this.paint(groups.flat());
  }

  async placesOf(layer) {
    const best = new Map();
    const corner = this.map.getPixelBounds();
    const tiles = await this.grid.inView(layer).catch(() => []);
    for (const tile of tiles) {
      for (const feature of tile.features) {
        if (isNamed(feature) && this.shows(layer, feature.props)) consider(best, feature, tile, corner);
      }
    }
    return [...best.values()]
      .map((place) => ({ ...place, label: layer.label, point: place.feature.geomType === POINT, above: this.grid.leadsDown(layer, place.feature.props.key) }))
      .sort((a, b) => b.weight - a.weight);
  }

  paint(places) {
    const size = this.map.getSize();
    const ratio = window.devicePixelRatio || 1;
    this.canvas.width = size.x * ratio;
    this.canvas.height = size.y * ratio;
    this.canvas.style.width = `${size.x}px`;
    this.canvas.style.height = `${size.y}px`;
    L.DomUtil.setPosition(this.canvas, this.map.containerPointToLayerPoint([0, 0]));
    const pen = this.canvas.getContext("2d");
    pen.scale(ratio, ratio);
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.lineJoin = "round";
    const taken = [];
    for (const place of places) write(pen, place, taken);
  }
}

/** A name that says there is none is no name for a map. */
function isNamed({ props }) {
  return Boolean(props.name) && !/^(未命名|无名)/.test(props.name);
}

function inOrder(layers) {
  return [...layers].sort((a, b) => a.label.rank - b.label.rank);
}

/** Keep the largest part of a feature that has its middle in view. */
function consider(best, feature, tile, corner) {
  const middle = feature.geomType === POLYGON ? middleOfArea(largestRing(feature.lines())) : middleOfLine(feature.lines()[0]);
  const at = { x: middle.x * tile.scale + tile.origin.x - corner.min.x, y: middle.y * tile.scale + tile.origin.y - corner.min.y };
  const { minX, maxX, minY, maxY } = feature.bbox;
  const weight = (maxX - minX) * (maxY - minY) * tile.scale ** 2;
  const room = (maxX - minX) * tile.scale;
  const known = best.get(feature.props.key);
  if (!known || known.weight < weight) best.set(feature.props.key, { at, weight, room, feature, text: plainName(feature.props.name) });
}

function largestRing(rings) {
  return rings.reduce((a, b) => (Math.abs(twiceArea(b)) > Math.abs(twiceArea(a)) ? b : a));
}

function twiceArea(ring) {
  let sum = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) sum += (ring[j].x - ring[i].x) * (ring[j].y + ring[i].y);
  return sum;
}

/** The middle of the widest stretch inside the ring at half its height: always inside. */
function middleOfArea(ring) {
  const ys = ring.map((at) => at.y);
  const y = (Math.min(...ys) + Math.max(...ys)) / 2 + 0.01;
  const crossings = [];
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [a, b] = [ring[j], ring[i]];
    if (a.y > y !== b.y > y) crossings.push(a.x + ((y - a.y) / (b.y - a.y)) * (b.x - a.x));
  }
  crossings.sort((a, b) => a - b);
  let widest = { x: ring[0].x, y, width: -1 };
  for (let i = 0; i + 1 < crossings.length; i += 2) {
    const width = crossings[i + 1] - crossings[i];
    if (width > widest.width) widest = { x: (crossings[i] + crossings[i + 1]) / 2, y, width };
  }
  return widest;
}

function middleOfLine(line) {
  return line[Math.floor(line.length / 2)];
}

function write(pen, place, taken) {
  const { prominent: large, colour } = place.label;
  pen.font = `${large ? 600 : 500} ${large ? 14 : SIZE}px ${FONT}`;
  const text = fitting(pen, place.text);
  const half = pen.measureText(text).width / 2 + PADDING;
  const y = place.at.y + (place.point ? (place.above ? -16 : 16) : 0);
  const box = { left: place.at.x - half, right: place.at.x + half, top: y - SIZE / 2 - PADDING, bottom: y + SIZE / 2 + PADDING };
  if (!place.point && !large && place.room < half) return;
  if (taken.some((other) => meets(box, other))) return;
  taken.push(box);
  pen.strokeStyle = "rgba(255, 255, 255, 0.9)";
  pen.lineWidth = 3.5;
  pen.strokeText(text, place.at.x, y);
  pen.fillStyle = colour;
  pen.fillText(text, place.at.x, y);
}

/** The name, or as much of it as is not too wide. */
function fitting(pen, name) {
  if (pen.measureText(name).width <= WIDEST) return name;
  let letters = [...name].slice(0, WIDEST / 4);
  while (letters.length > 1 && pen.measureText(`${letters.join("")}…`).width > WIDEST) letters = letters.slice(0, -1);
  return `${letters.join("")}…`;
}

function meets(a, b) {
  return a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top;
}
