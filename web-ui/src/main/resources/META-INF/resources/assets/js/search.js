// Discovery: the preview follows the chosen result; the list of orders leads where it says.
const preview = document.getElementById("preview");
const wide = matchMedia("(min-width: 1280px)");
let shown = "";

function show(item) {
  const address = item?.dataset.preview;
  if (!preview || !address || address === shown || !wide.matches) {
    return;
  }
  shown = address;
  window.htmx.ajax("GET", address, { target: preview, swap: "innerHTML" }).then(() => (preview.scrollTop = 0));
}

document.addEventListener("docket:chosen", (event) => show(event.target));

// where there is room for a preview, the first click chooses a result and the second opens it
document.addEventListener("click", (event) => {
  const item = event.target instanceof Element ? event.target.closest("[data-item]") : null;
  const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  if (!item || !plain || !wide.matches || !event.isTrusted || item.classList.contains("current")) {
    return;
  }
  event.preventDefault();
  document.querySelectorAll("[data-item].current").forEach((other) => other.classList.remove("current"));
  item.classList.add("current");
  show(item);
});
document.querySelector("select[data-goto]")?.addEventListener("change", (event) => location.assign(event.target.value));
addEventListener("DOMContentLoaded", () => show(document.querySelector("[data-item].current")));
