// Lists by keyboard: j and k walk the rows, Enter opens one; a click anywhere on a row opens it.

export function rowsByKey() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, summary, button")) return;
    if (event.key === "j" || event.key === "k") walk(event.key === "j" ? 1 : -1);
  });
  document.addEventListener("click", (event) => {
    const row = event.target.closest("table.list tbody tr");
    if (!row || event.target.closest("a, button, input")) return;
    if (String(getSelection())) return; // somebody copies a number
    const link = row.querySelector("a");
    if (event.ctrlKey || event.metaKey) open(link.href);
    else link.click();
  });
}

function walk(step) {
  const links = [...document.querySelectorAll("table.list tbody th a, .pile li a")];
  if (links.length === 0) return;
  const here = links.indexOf(document.activeElement);
  const next = here < 0 ? (step > 0 ? 0 : links.length - 1) : here + step;
  links[Math.min(Math.max(next, 0), links.length - 1)].focus();
}
