// The wording of the page in the language of the request, declared on the server in both.

const words = JSON.parse(document.getElementById("words").textContent);

export const language = document.documentElement.lang.startsWith("en") ? "en" : "zh";

// {count}, {count:zone|zones} with its noun, {count:~has|have} the word alone, as on the server.
const PLACES = /\{(\w+)(?::(~?)([^{}|]*)\|([^{}|]*))?\}/g;

/** More of it, fetched by what is used later. */
export function learn(more) {
  Object.assign(words, more);
}

/** The wording of `name`, its {places} filled; an unknown name is a fault and shows as such. */
export function say(name, values = {}) {
  const wording = words[name];
  if (wording === undefined) throw new Error(`no wording for ${name}`);
  return wording.replace(PLACES, (whole, key, alone, one, many) => {
    if (!(key in values)) return whole;
    if (one === undefined) return values[key];
    const word = String(values[key]) === "1" ? one : many;
    return alone ? word : `${values[key]} ${word}`;
  });
}

// Names and other contents of files are Chinese, whatever the language of the page.
export const DATA = "zh-CN";

const ILLUSTRATIVE = /\s*[（(](示例|illustrative)[^）)]*[）)]/gi;

/** A name without its mark 示例: the map says once that there are invented features. */
export function plainName(name) {
  return String(name).replace(ILLUSTRATIVE, "") || String(name);
}

export function isIllustrative(name) {
  return /示例|illustrative/i.test(name);
}

const locale = language === "zh" ? "zh-CN" : "en-GB";

/** A number with at most `digits` decimals, grouped by thousands. */
export function number(value, digits = 2) {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value);
}

/** A number with exactly `digits` decimals. */
export function fixed(value, digits) {
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return new Intl.NumberFormat(locale, options).format(value);
}

/** A share of 0–1 in percent. */
export function percent(share, digits = 1) {
  return `${fixed(share * 100, digits)}%`;
}
