// Patterns that carry a class beside its colour, so that nothing hangs on telling hues apart.

const PERIOD = 8; // divides a tile, so that neighbours meet
const cache = new Map();

const STROKES = {
  hatched: [[0, 8, 8, 0], [-2, 2, 2, -2], [6, 10, 10, 6]],
  crossed: [[0, 8, 8, 0], [0, 0, 8, 8]],
};

function cell(pattern, colour, ratio) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = PERIOD * ratio;
  const pen = canvas.getContext("2d");
  pen.scale(ratio, ratio);
  pen.strokeStyle = pen.fillStyle = colour;
  pen.lineWidth = pattern === "crossed" ? 0.6 : 1.2;
  for (const [x1, y1, x2, y2] of STROKES[pattern] ?? []) {
    pen.beginPath();
    pen.moveTo(x1, y1);
    pen.lineTo(x2, y2);
    pen.stroke();
  }
  if (pattern === "dotted") {
    pen.beginPath();
    pen.arc(2, 2, 1, 0, 7);
    pen.arc(6, 6, 1, 0, 7);
    pen.fill();
  }
  return canvas;
}

/** A repeating fill for a drawing context, or null for patterns that do not fill. */
export function patternFill(context, pattern, colour) {
  if (!(pattern in STROKES) && pattern !== "dotted") return null;
  const ratio = Math.max(1, Math.round(window.devicePixelRatio || 1));
  const name = `${pattern} ${colour} ${ratio}`;
  if (!cache.has(name)) cache.set(name, cell(pattern, colour, ratio));
  const made = context.createPattern(cache.get(name), "repeat");
  made.setTransform(new DOMMatrix().scale(1 / ratio));
  return made;
}
