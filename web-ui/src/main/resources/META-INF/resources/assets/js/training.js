// The draggable threshold: reads the report's curve of coverage against precision and says what a threshold would do.
const box = document.querySelector("[data-threshold]");

if (box) {
  const slider = box.querySelector("input[type=range]");
  const cut = box.querySelector("[data-cut]");
  const points = [...box.querySelectorAll("[data-point]")].map((point) => ({
    threshold: Number(point.dataset.t),
    coverage: Number(point.dataset.c),
    precision: Number(point.dataset.p),
    lower: Number(point.dataset.lower),
    upper: Number(point.dataset.upper),
  }));
  const percent = (share) => `${Math.round(share * 100)}%`;
  const show = () => {
    const wanted = Number(slider.value);
    const width = cut.ownerSVGElement.viewBox.baseVal.width;
    cut.setAttribute("x1", wanted * width);
    cut.setAttribute("x2", wanted * width);
    box.querySelector("[data-at]").textContent = wanted.toFixed(2);
    const chosen = box.querySelector("[data-chosen]");
    if (chosen) {
      chosen.value = slider.value;
    }
    if (points.length === 0) {
      return;
    }
    const nearest = points.reduce((best, point) =>
      Math.abs(point.threshold - wanted) < Math.abs(best.threshold - wanted) ? point : best,
    );
    box.querySelector("[data-coverage]").textContent = percent(nearest.coverage);
    box.querySelector("[data-precision]").textContent = percent(nearest.precision);
    box.querySelector("[data-range]").textContent = `(95% interval ${percent(nearest.lower)}–${percent(nearest.upper)})`;
  };
  slider.addEventListener("input", show);
  show();
}
