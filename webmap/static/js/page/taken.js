// A page that lies on a disk has its answers in it, by the address at which the service would be asked.

const lying = document.getElementById("answers");

/** The answers of a page that was taken along; null where a service answers. */
export const taken = lying ? JSON.parse(lying.textContent) : null;

const MOST_FOUND = 12;

/** The answer to `path`; undefined where the page has none. */
export function takenAnswer(path) {
  const [address, asked] = path.split("?");
  if (address === "search") return { results: found(new URLSearchParams(asked).get("q") ?? "") };
  if (address === "chiefs") return { waters: [] };
  return taken[address.split("/").map(decodeURIComponent).join("/")];
}

/** Features whose name or key holds every word; those that begin with the first come first. */
function found(text) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.length) return [];
  const fits = ({ sought }) => words.every((word) => sought.includes(word));
  return taken.names.filter(fits).sort((a, b) => a.sought.indexOf(words[0]) - b.sought.indexOf(words[0])).slice(0, MOST_FOUND);
}
