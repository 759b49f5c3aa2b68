// A changed filter shows its rows at once, without a full page; the address stays shareable.

let latest = 0;

export function filterAsYouGo(root, htmx) {
  root.querySelectorAll("[data-filters]:not([data-ready])").forEach((form) => {
    form.dataset.ready = "1";
    form.addEventListener("change", () => show(form, htmx));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      show(form, htmx);
    });
  });
}

async function show(form, htmx) {
  const mine = ++latest;
  const given = new URLSearchParams(new FormData(form));
  [...given].forEach(([name, value]) => value || given.delete(name));
  const address = `${location.pathname}?${given}`;
  const answer = await fetch(address).catch(() => null);
  if (mine !== latest) return;
  if (!answer || (!answer.ok && answer.status !== 400) || answer.redirected) {
    location.assign(address);
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  // The form itself stays as it is: whoever types in it keeps his place.
  for (const part of document.querySelectorAll("[data-list]")) {
    const fresh = page.getElementById(part.id);
    if (fresh) part.replaceWith(document.importNode(fresh, true));
  }
  htmx.process(document.getElementById("list"));
  history.replaceState(null, "", address);
}
