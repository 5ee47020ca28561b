// What the tools keep in the address of the map, and how it is written there.

export const GRIDS = ["degrees", "km"];

const list = (text) => (text ?? "").split(",").filter(Boolean);
const parts = (text) => text.split(":").map(decodeURIComponent);
const joined = (...values) => values.map((one) => encodeURIComponent(one)).join(":");

/** {opacity: Map(layer → 0–1), order: [layers], bare: Set, looks: Map(layer → {field, method, count}),
 * versions: Map(layer → number), time: month | null, swipe: {what, left, right, at} | null,
 * base: id of a basemap | null, grid: "degrees" | "km" | null} */
export function read(more) {
  const pairs = (name) => list(more.get(name)).map(parts);
  const [what, left, right, at] = more.has("swipe") ? parts(more.get("swipe")) : [];
  return {
    opacity: new Map(pairs("op").map(([layer, percent]) => [layer, Math.min(1, Math.max(0, Number(percent) / 100 || 0))])),
    order: list(more.get("order")),
    bare: new Set(list(more.get("bare"))),
    looks: new Map(pairs("look").map(([layer, field, method, count]) => [layer, { field, method, count: Number(count) || 5 }])),
    versions: new Map(pairs("ver").map(([layer, number]) => [layer, Number(number)])),
    time: more.get("time") ?? null,
    base: more.get("base") || null,
    grid: GRIDS.includes(more.get("grid")) ? more.get("grid") : null,
    swipe: what && left && right ? { what, left, right, at: Math.min(0.95, Math.max(0.05, Number(at) / 100 || 0.5)) } : null,
  };
}

const texts = {
  op: ({ opacity }) => [...opacity].map(([layer, share]) => joined(layer, Math.round(share * 100))).join(","),
  order: ({ order }) => order.join(","),
  bare: ({ bare }) => [...bare].join(","),
  look: ({ looks }) => [...looks].map(([layer, { field, method, count }]) => joined(layer, field, method, count)).join(","),
  ver: ({ versions }) => [...versions].map(([layer, number]) => joined(layer, number)).join(","),
  time: ({ time }) => time ?? "",
  base: ({ base }) => base ?? "",
  grid: ({ grid }) => grid ?? "",
  swipe: ({ swipe }) => (swipe ? joined(swipe.what, swipe.left, swipe.right, Math.round(swipe.at * 100)) : ""),
};

/** The names and texts of what was chosen; null for what is as it was at first. */
export function write(chosen) {
  return Object.entries(texts).map(([name, text]) => [name, text(chosen) || null]);
}
