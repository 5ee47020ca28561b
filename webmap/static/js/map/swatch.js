// A small picture of a legend entry, drawn by the same hand as the map.

import { drawArea, drawLine, drawSymbol } from "./paint.js";
import { LINE, POLYGON, shapeOf } from "./shapes.js";

const WIDTH = 28;
const HEIGHT = 16;
const ZOOM = 13;

/** A canvas that shows how `entry` (colour, pattern, shape) looks in the style of its layer. */
export function swatch(style, entry) {
  const canvas = document.createElement("canvas");
  const ratio = Math.max(2, Math.ceil(window.devicePixelRatio || 1));
  canvas.width = WIDTH * ratio;
  canvas.height = HEIGHT * ratio;
  canvas.className = "swatch";
  canvas.setAttribute("aria-hidden", "true");
  const context = canvas.getContext("2d");
  context.scale(ratio, ratio);
  draw(context, style, entry);
  return canvas;
}

function draw(context, style, entry) {
  const look = { colour: entry.colour, pattern: entry.pattern };
  if (entry.shape === "area") {
    const box = [[1.5, 1.5], [WIDTH - 1.5, 1.5], [WIDTH - 1.5, HEIGHT - 1.5], [1.5, HEIGHT - 1.5]];
    drawArea(context, shapeOf(POLYGON, [box.map(([x, y]) => ({ x, y }))]), style, look, ZOOM);
  } else if (entry.shape === "line") {
    const line = [{ x: 2, y: HEIGHT / 2 }, { x: WIDTH - 2, y: HEIGHT / 2 }];
    drawLine(context, shapeOf(LINE, [line]), style, look, ZOOM);
  } else {
    drawSymbol(context, { x: WIDTH / 2, y: HEIGHT / 2 }, { ...style, shape: entry.shape }, look, 6);
  }
}
