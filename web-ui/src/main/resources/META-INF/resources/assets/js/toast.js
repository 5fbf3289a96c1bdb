// Short messages. A module of its own: pages load docket.js once, and importing it again would answer every key twice.
/** Shows a short message; an action is a word to press and what it does. */
export function toast(text, { bad = false, action = null } = {}) {
  const box = document.createElement("div");
  box.className = bad ? "toast bad" : "toast";
  const words = document.createElement("span");
  words.textContent = text;
  box.append(words);
  if (action) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "link";
    button.textContent = action.name;
    button.addEventListener("click", () => {
      box.remove();
      action.run();
    });
    box.append(button);
  }
  document.querySelector(".toasts").append(box);
  setTimeout(() => box.remove(), bad ? 12000 : 6000);
}
