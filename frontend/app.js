// The entry of every page. htmx is told before it starts that it may neither evaluate text nor
// inject styles: both would need a weaker content security policy.
import htmx from "htmx.org";
import { filterAsYouGo } from "./parts/filters.js";
import { findAnything } from "./parts/find.js";
import { rowsByKey } from "./parts/keys.js";
import { growLines } from "./parts/lines.js";
import { makePickers } from "./parts/picker.js";
import { sendOnce } from "./parts/once.js";
import { closeMenus, lookAtRefusals, printing, showToast } from "./parts/small.js";
import { showUploads } from "./parts/uploads.js";

htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.historyCacheSize = 0; // pages hold personal data: they are asked for again

function prepare(root) {
  makePickers(root);
  growLines(root);
  showUploads(root);
  filterAsYouGo(root, htmx);
}

prepare(document);
document.addEventListener("htmx:load", (event) => prepare(event.detail.elt));
findAnything();
rowsByKey();
sendOnce();
closeMenus();
lookAtRefusals();
printing();
showToast();
