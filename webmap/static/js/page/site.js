// Has the server check a site, and goes on to the answer.

import { element } from "./dom.js";
import { formToken, wasSignedIn } from "./session.js";

/** `place`: one point a line. Whoever is not signed in comes to the page that asks for it, with the place kept. */
export function checkSite(place) {
  if (!wasSignedIn) return location.assign(`/sites?${new URLSearchParams({ place: place.replaceAll("\n", ";") })}`);
  const form = element(
    "form",
    { method: "post", action: "/sites#new", enctype: "multipart/form-data", hidden: true },
    element("input", { type: "hidden", name: "csrf_token", value: formToken() }),
    element("textarea", { name: "place", value: place }),
  );
  document.body.append(form);
  return form.submit();
}
