// Support: Enter asks, Shift+Enter makes a new line; a source opens at its passage.
const box = document.querySelector("[data-ask]");
box?.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    if (box.value.trim()) {
      box.form.requestSubmit();
    }
  }
});
if (box && !box.value && matchMedia("(pointer: fine)").matches) {
  box.focus();
}
document.querySelector("[data-passage]")?.scrollIntoView({ block: "center" });
