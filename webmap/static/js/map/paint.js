// How features are drawn, on tiles and in the legend alike, from the style of their kind.

import { patternFill } from "./patterns.js";
import { LINE, POINT, POLYGON } from "./shapes.js";

const DASHES = [7, 4];
// How much of the kind's opacity the plain fill keeps under a pattern.
const FILL_UNDER = { solid: 1, hatched: 0.4, crossed: 0.75, dotted: 0.5, dashed: 0.5, outlined: 1 };

/** The class of one feature: by its own value, or as the classes that a reader chose have it. */
export function classOf(style, properties) {
  return String((style.class_of ? style.class_of.get(properties.key) : properties[style.class_field]) ?? "");
}

/** Colour and pattern of one feature. */
export function lookOf(style, properties) {
  return style.classes[classOf(style, properties)] ?? { colour: style.colour, pattern: style.pattern };
}

let share = 1;

/** How much of its own opacity keeps what is drawn from now on. */
export function veil(kept) {
  share = kept;
}

function alpha(context, opacity) {
  context.globalAlpha = opacity * share;
}

/** Lines and symbols grow a little with the zoom. */
function growth(zoom) {
  return Math.min(1.5, Math.max(0.6, 0.6 + (zoom - 9) * 0.1));
}

// Smaller than this (px) a pattern cannot be read, and smaller than that an outline hides the fill.
const PATTERN_FROM_PX = 10;
const OUTLINE_FROM_PX = 3;

// In a layer of sketches an outline of few corners that is larger than the dot is one.
const DOT_PX = 3.5;

/** Draws the features of one layer; tiles end at `maxZoom`. Areas lie on the colour that `under`
 * gives, so that no ground shows through theirs; null: they do not. */
export class Painter {
  constructor(style, maxZoom, under = () => null) {
    Object.assign(this, { style, maxZoom, under });
  }

  before(context) {
    context.lineJoin = "round";
    context.lineCap = "round";
    this.canvas = null;
  }

  draw(context, _places, zoom, feature) {
    const look = lookOf(this.style, feature.props);
    const shape = this.at(zoom, feature);
    if (shape.geomType === POINT) drawPoints(context, shape, this.style, look, zoom);
    else if (shape.geomType === LINE) drawLine(context, shape, this.style, look, zoom);
    else this.drawArea(context, shape, look, zoom, feature.bbox);
  }

  drawArea(context, shape, look, zoom, bbox) {
    this.canvas ??= edgesOf(context);
    // The library asks for what lies 16 px beyond the canvas: a fifth of all, and nothing of it is seen.
    if (!meetsBox(this.canvas, bbox, shape.scale, this.style.weight)) return;
    const extent_px = largest(bbox) * shape.scale;
    if (shape.corners < this.style.sketch_corners && extent_px > 2 * DOT_PX) return drawDot(context, shape, look);
    const under = this.under();
    if (under) fillPlain(context, shape, under);
    return drawArea(context, shape, this.style, look, zoom, extent_px);
  }

  /** How many times as large as in its tile a feature is drawn. */
  stretch(zoom) {
    return stretchAt(zoom, this.maxZoom);
  }

  /** A feature as large as it is drawn. */
  at(zoom, feature) {
    return feature.stretched(this.stretch(zoom));
  }
}

/** A tile of the archive covers two zooms, so the last is stretched from the one after it. */
export function stretchAt(zoom, maxZoom) {
  return 2 ** Math.max(0, zoom - maxZoom - 1);
}

/** The edges of a canvas in the pixels of the tile that is drawn on it. */
function edgesOf(context) {
  const { a, d, e, f } = context.getTransform();
  const { width, height } = context.canvas;
  return { minX: -e / a, minY: -f / d, maxX: (width - e) / a, maxY: (height - f) / d };
}

/** Whether a box, drawn so many times as large, comes within `reach` of the edges. */
function meetsBox(edges, { minX, minY, maxX, maxY }, scale, reach) {
  return maxX * scale + reach > edges.minX && minX * scale - reach < edges.maxX && maxY * scale + reach > edges.minY && minY * scale - reach < edges.maxY;
}

/** Width or height of a box, whichever is larger. */
function largest({ minX, maxX, minY, maxY }) {
  return Math.max(maxX - minX, maxY - minY);
}

export function trace(context, { geomType, places, ends, from, first, last, scale }) {
  context.beginPath();
  let at = from;
  for (let piece = first; piece < last; piece++) {
    const end = ends[piece];
    context.moveTo(places[at] * scale, places[at + 1] * scale);
    for (at += 2; at < end; at += 2) context.lineTo(places[at] * scale, places[at + 1] * scale);
    if (geomType === POLYGON) context.closePath();
  }
}

function drawDot(context, shape, look) {
  const [ring] = shape.lines();
  const middle = (axis) => (Math.min(...ring.map((at) => at[axis])) + Math.max(...ring.map((at) => at[axis]))) / 2;
  context.beginPath();
  context.arc(middle("x"), middle("y"), DOT_PX, 0, 2 * Math.PI);
  alpha(context, 1);
  context.fillStyle = look.colour;
  context.fill();
}

function fillPlain(context, shape, colour) {
  trace(context, shape);
  alpha(context, 1);
  context.fillStyle = colour;
  context.fill();
}

const OUTLINE = "#8c989f";

/** The areas of another theme than the one that is asked about. */
export function drawOutline(context, shape) {
  if (shape.geomType !== POLYGON) return;
  trace(context, shape);
  alpha(context, 0.6);
  context.strokeStyle = OUTLINE;
  context.lineWidth = 0.8;
  context.stroke();
}

export const LINKED = {
  late: { colour: "#e0582b", pattern: "crossed" },
  other: { colour: "#0b6e6e", pattern: "solid" },
};
export const LINKED_STYLE = { fill_opacity: 0.35, weight: 1.6, shape: "diamond" };

/** What a project is built on, by whether the project is late. */
export function drawLinked(context, shape, zoom, late) {
  const look = late ? LINKED.late : LINKED.other;
  if (shape.geomType === POINT) drawPoints(context, shape, { ...LINKED_STYLE, fill_opacity: 1 }, look, zoom);
  else if (shape.geomType === LINE) drawLine(context, shape, LINKED_STYLE, look, zoom);
  else drawArea(context, shape, LINKED_STYLE, look, zoom);
}

export const UNGRADED = "#ffffff";
export const GRADED_STYLE = { fill_opacity: 1, weight: 1.5 };

/** The shape of a section by whether it meets its target: it is told in grey, too. */
export function gradedShape(met) {
  if (met === null) return "diamond";
  return met ? "circle" : "triangle";
}

/** The districts a section lies between: told apart in grey, too. */
export const BETWEEN = {
  upstream: { colour: "#8a4b08", pattern: "solid" },
  downstream: { colour: "#3a4fb0", pattern: "dashed" },
};
export const FLOW = { colour: "#1763a6", pattern: "solid", shape: "arrow" };

/** A section by its class in a month, with the way of the water; white without readings. */
export function drawGraded(context, shape, zoom, { colour, met, flow }) {
  const style = { ...GRADED_STYLE, shape: gradedShape(met) };
  if (typeof flow === "number") drawFlow(context, shape.lines()[0][0], flow, symbolRadius(zoom));
  drawPoints(context, shape, style, { colour: colour ?? UNGRADED, pattern: "solid" }, zoom);
}

export function drawArea(context, shape, style, look, zoom, extent_px = Infinity) {
  trace(context, shape);
  context.fillStyle = look.colour;
  alpha(context, style.fill_opacity * (FILL_UNDER[look.pattern] ?? 1));
  if (context.globalAlpha > 0) context.fill();
  if (extent_px >= PATTERN_FROM_PX) fillPattern(context, look);
  if (extent_px < OUTLINE_FROM_PX) return;
  alpha(context, 0.9);
  context.strokeStyle = look.colour;
  context.lineWidth = style.weight * growth(zoom);
  strokeAs(context, look.pattern);
}

function fillPattern(context, { pattern, colour }) {
  const made = patternFill(context, pattern, colour);
  if (!made) return;
  context.fillStyle = made;
  alpha(context, 0.6);
  context.fill();
}

function strokeAs(context, pattern) {
  if (pattern !== "dashed") return context.stroke();
  context.setLineDash(DASHES);
  context.stroke();
  return context.setLineDash([]);
}

export function drawLine(context, shape, style, look, zoom) {
  trace(context, shape);
  const width = style.weight * 1.3 * growth(zoom);
  if (!style.ground) {
    alpha(context, 0.7);
    context.strokeStyle = "#ffffff";
    context.lineWidth = width + 2;
    context.stroke();
  }
  alpha(context, 1);
  context.strokeStyle = look.colour;
  context.lineWidth = width;
  strokeAs(context, look.pattern);
}

export function symbolRadius(zoom) {
  return 6.5 * growth(zoom);
}

function drawPoints(context, shape, style, look, zoom) {
  for (const at of shape.lines().flat()) drawSymbol(context, at, style, look, symbolRadius(zoom));
}

export function drawSymbol(context, at, style, look, radius) {
  outline(context, at, style.shape, radius);
  alpha(context, 1);
  context.strokeStyle = "#ffffff";
  context.lineWidth = 3;
  context.stroke();
  context.fillStyle = look.colour;
  alpha(context, style.fill_opacity);
  context.fill();
  alpha(context, 1);
  context.strokeStyle = "rgba(20, 30, 36, 0.55)";
  context.lineWidth = 0.8;
  context.stroke();
}

/** An arrow beside a symbol, so many degrees from north. */
function drawFlow(context, { x, y }, degrees, radius) {
  context.save();
  context.translate(x, y);
  context.rotate((degrees * Math.PI) / 180);
  drawSymbol(context, { x: 0, y: -2.1 * radius }, { ...GRADED_STYLE, shape: FLOW.shape }, FLOW, radius);
  context.restore();
}

const CORNERS = {
  arrow: [[0, -1], [0.65, -0.1], [0.22, -0.1], [0.22, 1], [-0.22, 1], [-0.22, -0.1], [-0.65, -0.1]],
  square: [[-0.8, -0.8], [0.8, -0.8], [0.8, 0.8], [-0.8, 0.8]],
  triangle: [[0, -1], [0.95, 0.75], [-0.95, 0.75]],
  diamond: [[0, -1.05], [0.95, 0], [0, 1.05], [-0.95, 0]],
};

export function outline(context, at, shape, radius) {
  context.beginPath();
  const corners = CORNERS[shape];
  if (!corners) {
    context.arc(at.x, at.y, radius * 0.85, 0, 2 * Math.PI);
    return;
  }
  corners.forEach(([x, y], index) => {
    const to = [at.x + x * radius, at.y + y * radius];
    if (index) context.lineTo(...to);
    else context.moveTo(...to);
  });
  context.closePath();
}
