// The view as an address: #zoom/lat/lon&sel=layer/key&off=a,b. Shared, kept, opened again.

/** {view: {zoom, lat, lon} | null, selection: {layer, key} | null, off: [ids]} of a hash. */
export function parse(hash) {
  const [place, ...rest] = hash.replace(/^#/, "").split("&");
  const options = new URLSearchParams(rest.join("&"));
  const [zoom, lat, lon] = place.split("/").map(Number);
  const view = place && [zoom, lat, lon].every(Number.isFinite) && Math.abs(lat) < 85 ? { zoom, lat, lon } : null;
  const [layer, ...key] = (options.get("sel") ?? "").split("/");
  const selection = layer && key.length ? { layer, key: key.join("/") } : null;
  return { view, selection, off: (options.get("off") ?? "").split(",").filter(Boolean) };
}

export function format(map, state) {
  const { lat, lng } = map.getCenter();
  const parts = [`#${map.getZoom()}/${lat.toFixed(5)}/${lng.toFixed(5)}`];
  const options = new URLSearchParams();
  if (state.selection) options.set("sel", `${state.selection.layer.id}/${state.selection.key}`);
  const off = state.layers.filter((layer) => layer.tiles && !state.visible.has(layer.id));
  if (off.length) options.set("off", off.map((layer) => layer.id).join(","));
  if (options.size) parts.push(options.toString());
  return parts.join("&");
}
