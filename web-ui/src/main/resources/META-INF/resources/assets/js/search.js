// Discovery: the preview follows the chosen result; dates are brushed; chosen results are coded together.
import { toast } from "./toast.js";

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
  const item = event.target instanceof Element ? event.target.closest("[data-preview]") : null;
  const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  if (!item || !plain || !wide.matches || !event.isTrusted || item.classList.contains("current") || event.target.closest("[data-choose]")) {
    return;
  }
  event.preventDefault();
  document.querySelectorAll("[data-item].current").forEach((other) => other.classList.remove("current"));
  item.classList.add("current");
  show(item);
});
document.querySelector("select[data-goto]")?.addEventListener("change", (event) => location.assign(event.target.value));
document.querySelector("[data-back]")?.addEventListener("click", () => history.back());
addEventListener("DOMContentLoaded", () => show(document.querySelector("[data-item].current")));

// --- columns of the table
document.querySelector("form[data-columns]")?.addEventListener("submit", (event) => {
  event.preventDefault();
  const address = new URL(event.target.dataset.columns, location.href);
  const chosen = [...event.target.querySelectorAll(":checked")].map((box) => box.value);
  address.searchParams.set("columns", chosen.join(","));
  location.assign(address);
});

// --- menus close when somebody clicks elsewhere
document.addEventListener("click", (event) => {
  document.querySelectorAll("details.menu[open]").forEach((menu) => {
    if (!menu.contains(event.target)) {
      menu.open = false;
    }
  });
});

// --- a range of dates is chosen by dragging over the bars
const histogram = document.querySelector("[data-histogram]");
if (histogram) {
  const drawing = histogram.querySelector("svg");
  const brush = histogram.querySelector(".brush");
  const bars = [...histogram.querySelectorAll("a[data-period]")];
  let from = -1;
  let to = -1;
  const barAt = (event) => {
    const box = drawing.getBoundingClientRect();
    const share = (event.clientX - box.left) / box.width;
    return Math.min(bars.length - 1, Math.max(0, Math.floor(share * bars.length)));
  };
  const draw = () => {
    const first = Math.min(from, to);
    const width = 200 / bars.length;
    brush.setAttribute("x", String(first * width));
    brush.setAttribute("width", String((Math.abs(to - from) + 1) * width));
    brush.toggleAttribute("hidden", from === to);
  };
  drawing.addEventListener("pointerdown", (event) => {
    from = to = barAt(event);
    event.preventDefault();
    drawing.setPointerCapture(event.pointerId);
  });
  drawing.addEventListener("pointermove", (event) => {
    if (from >= 0) {
      to = barAt(event);
      draw();
    }
  });
  drawing.addEventListener("pointerup", () => {
    if (from >= 0) {
      const first = bars[Math.min(from, to)].dataset.period;
      const last = bars[Math.max(from, to)].dataset.period;
      from = -1;
      location.assign(histogram.dataset.href + encodeURIComponent(first === last ? first : `${first}..${last}`));
    }
  });
  drawing.addEventListener("pointercancel", () => {
    from = -1;
    brush.toggleAttribute("hidden", true);
  });
  drawing.addEventListener("dragstart", (event) => event.preventDefault());
}

// --- coding of chosen results, or of the whole result
const bar = document.querySelector("form[data-coding]");
if (bar) {
  const page = document.querySelector(".discovery");
  const boxes = () => [...document.querySelectorAll("[data-choose]")];
  const total = Number(page.dataset.total);
  let whole = false;

  const refresh = () => {
    const chosen = boxes().filter((box) => box.checked).length;
    bar.hidden = chosen === 0 && !whole;
    bar.querySelector("[data-chosen-count]").textContent = whole ? `The whole result: ${total.toLocaleString("en")}` : `${chosen} chosen`;
    bar.querySelector("[data-choose-all]").hidden = whole || chosen >= total;
    bar.querySelector("[name=scope]").hidden = whole;
  };
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-choose]")) {
      whole = false;
      refresh();
    } else if (event.target.matches("[data-choose-page]")) {
      whole = false;
      boxes().forEach((box) => (box.checked = event.target.checked));
      refresh();
    }
  });
  bar.querySelector("[data-choose-all]").addEventListener("click", () => {
    whole = true;
    boxes().forEach((box) => (box.checked = true));
    refresh();
  });
  bar.querySelector("[data-choose-none]").addEventListener("click", () => {
    whole = false;
    boxes().forEach((box) => (box.checked = false));
    refresh();
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    if (event.key === "x" && !typing && !event.ctrlKey && !event.metaKey) {
      const box = document.querySelector("[data-item].current [data-choose]");
      if (box) {
        box.checked = !box.checked;
        whole = false;
        refresh();
      }
    }
  });

  const post = async (address, body) => {
    const answer = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: body ? JSON.stringify(body) : undefined,
    });
    const said = await answer.json().catch(() => ({}));
    if (!answer.ok) {
      throw new Error(said.detail ?? `The server answered ${answer.status}.`);
    }
    return said;
  };
  const undo = async (batch) => {
    try {
      await post(`/api/v1/coding/batches/${batch}/undo`);
      toast("Taken back.");
      setTimeout(() => location.reload(), 700);
    } catch (problem) {
      toast(problem.message, { bad: true });
    }
  };

  bar.addEventListener("submit", async (event) => {
    event.preventDefault();
    const tag = bar.elements.tag.value;
    const taking = event.submitter?.value === "remove";
    if (whole && !confirm(`${taking ? "Take the tag away from" : "Give the tag to"} all ${total.toLocaleString("en")} documents?`)) {
      return;
    }
    const search = new URLSearchParams(page.dataset.search);
    const wish = {
      scope: whole ? "result" : bar.elements.scope.value,
      documents: whole ? [] : boxes().filter((box) => box.checked).map((box) => box.dataset.choose),
      query: page.dataset.query,
      filters: search.getAll("filter"),
      add: taking ? [] : [tag],
      remove: taking ? [tag] : [],
    };
    try {
      const batch = await post("/api/v1/coding", wish);
      const words = batch.job ? "Coding in the background; see what runs now, above." : `${batch.changed} of ${batch.documents} documents changed.`;
      toast(words, batch.job ? {} : { action: { name: "Undo", run: () => undo(batch.id) } });
      bar.querySelector("[data-choose-none]").click();
      if (!batch.job) {
        setTimeout(() => location.reload(), 4000);
      }
    } catch (problem) {
      toast(problem.message, { bad: true });
    }
  });
  refresh();
}
