// What is read as in the live version is told in one line; what the file says otherwise is asked openly.

import { element, fill } from "../page/dom.js";
import { number, say } from "../page/words.js";
import { keepingFocus } from "./controls.js";
import { options } from "./server.js";

/** How the live version of the chosen layer was read, with its number; null of a new layer. */
export function before({ choices }) {
  const layer = choices.fresh ? null : options.layers.find((one) => one.id === choices.layer_id);
  const read = layer && options.read_as[layer.id];
  return read ? { ...read, key: layer.key_field, version: layer.version } : null;
}

/** Fold those of `steps` (name to [place, unsure]) that are as before; the others stand open, in their order. */
export function drawSame(place, end, steps, stage) {
  const live = before(stage);
  const known = live && stage.layer ? Object.entries(compared(live, stage)) : [];
  const same = known.filter(([name, { differs, lacking }]) => !differs && !lacking && !steps[name].place.hidden && !steps[name].unsure);
  const held = document.activeElement;
  keepingFocus(() => {
    for (const { place: step } of Object.values(steps)) end.before(step);
    place.append(...same.map(([name]) => steps[name].place));
    place.hidden = same.length === 0;
    // Who is at work in it sees it stay open.
    place.open &&= !place.hidden;
    place.open ||= held !== document.body && same.some(([name]) => steps[name].place.contains(held));
  });
  for (const [name, { differs }] of known) if (differs) tell(steps[name].place, live, differs);
  if (!live) return;
  const what = same.map(([, { said }]) => said).join(say("up_map_between"));
  fill(place.querySelector("summary"), say("up_same", { number: number(live.version, 0), what }), " · ", element("span", { class: "step-change" }, say("up_same_change")));
}

function tell(step, live, value) {
  step.querySelector("h2")?.after(element("p", { class: "hint" }, say("up_differs", { number: number(live.version, 0), value })));
}

/** By step: what is said where it is as before, what differs, whether there is nothing to compare. */
function compared(live, stage) {
  const { layer } = stage;
  const place = (crs, shifted) => [crs, shifted].filter(Boolean).join(" · ");
  const crs = place(live.crs, live.shifted);
  return {
    crs: one(say("up_same_crs", { value: crs }), crs, place(layer.crs.used, layer.crs.shifted)),
    encoding: one(say("up_same_encoding", { value: live.encoding }), live.encoding, layer.encoding.used),
    fields: fields(live, stage),
  };
}

function one(said, was, is) {
  return { said, differs: was && was !== is ? was : null, lacking: !was };
}

function fields(live, { layer, choices }) {
  const kind = options.kinds.find((each) => each.id === choices.kind);
  const found = Object.fromEntries(layer.fields.filter((each) => each.maps_to).map((each) => [each.maps_to, each.name]));
  const is = (name) => choices.mapping?.[name] ?? found[name] ?? "";
  const others = (kind?.fields ?? []).filter(({ name }) => is(name) !== (live.mapping[name] ?? ""));
  const key = (choices.key || "code") !== (live.key || "code");
  const lacking = !kind || key || Object.keys(live.mapping).length === 0;
  return { said: say("up_same_fields"), differs: others.map((field) => field.title).join(say("up_map_between")) || null, lacking };
}
