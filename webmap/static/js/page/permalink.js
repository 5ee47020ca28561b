// The view as an address: #zoom/lat/lon&theme=t&month=m&sel=layer/key&on=a&off=b&ask=question. Shared, kept, opened again.
// What other tools of the map keep in it stands behind, each under a name of its own.

const OWN = ["theme", "month", "sel", "on", "off", "ask"];
const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

/** {view: {zoom, lat, lon} | null, theme, month, selection: {layer, key} | null, on: [ids], off: [ids], ask, more: Map} of a hash. */
export function parse(hash) {
  const [place, ...rest] = hash.replace(/^#/, "").split("&");
  const options = new URLSearchParams(rest.join("&"));
  const [zoom, lat, lon] = place.split("/").map(Number);
  const view = place && [zoom, lat, lon].every(Number.isFinite) && Math.abs(lat) < 85 ? { zoom, lat, lon } : null;
  const [layer, ...key] = (options.get("sel") ?? "").split("/");
  const selection = layer && key.length ? { layer, key: key.join("/") } : null;
  const ids = (name) => (options.get(name) ?? "").split(",").filter(Boolean);
  const month = MONTH.test(options.get("month")) ? options.get("month") : null;
  const more = new Map([...options].filter(([name]) => !OWN.includes(name)));
  return { view, theme: options.get("theme"), month, selection, on: ids("on"), off: ids("off"), ask: options.get("ask"), more };
}

export function format(map, state) {
  const { lat, lng } = map.getCenter();
  const parts = [`#${map.getZoom()}/${lat.toFixed(5)}/${lng.toFixed(5)}`];
  const options = new URLSearchParams();
  if (state.theme !== state.firstTheme) options.set("theme", state.theme);
  if (state.month) options.set("month", state.month);
  if (state.selection) options.set("sel", `${state.selection.layer.id}/${state.selection.key}`);
  const switched = (on) => state.layers.filter((layer) => layer.tiles && state.switched.get(layer.id) === on);
  if (state.asked) options.set("ask", state.asked);
  for (const [name, layers] of [["on", switched(true)], ["off", switched(false)]]) {
    if (layers.length) options.set(name, layers.map((layer) => layer.id).join(","));
  }
  for (const [name, value] of state.more) options.set(name, value);
  if (options.size) parts.push(options.toString());
  return parts.join("&");
}
