// Elements are built from plain values; data always becomes text nodes, never markup.

import { taken } from "./taken.js";

const SVG = "http://www.w3.org/2000/svg";
// Icons of a page that was taken along lie in it.
const icons = taken ? "#icon-" : `${new URL("../..", import.meta.url).pathname}vendor/icons/icons.svg#`;

/** An element: `properties` are set as DOM properties (class, dataset, aria and on* included). */
export function element(tag, properties = {}, ...children) {
  // From a page on a disk nothing leads into the service.
  const leadsNowhere = taken && tag === "a" && properties.href?.startsWith("/");
  const made = document.createElement(leadsNowhere ? "span" : tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false || (leadsNowhere && name === "href")) continue;
    if (name === "class") made.className = value;
    else if (name === "dataset") Object.assign(made.dataset, value);
    else if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name in made && !name.startsWith("aria")) made[name] = value;
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat(Infinity).filter(isContent));
  return made;
}

function isContent(child) {
  return child !== undefined && child !== null && child !== false && child !== "";
}

/** Replace what is in `parent`. */
export function fill(parent, ...children) {
  parent.replaceChildren(...children.flat(Infinity).filter(isContent));
  return parent;
}

/** An icon of the sprite; decoration only, the name is said by the control around it. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${icons}${name}`);
  svg.append(use);
  return svg;
}

export function byId(id) {
  return document.getElementById(id);
}
