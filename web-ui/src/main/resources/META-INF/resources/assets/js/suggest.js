// Suggestions while typing in the search field: fields, values and words of the documents that may be seen.
const field = document.querySelector("[data-global-search]");
const list = document.createElement("ul");
list.className = "suggestions";
list.id = "suggestions";
list.setAttribute("role", "listbox");
list.setAttribute("aria-label", "Suggestions");
list.hidden = true;
let proposals = [];
let chosen = -1;
let asked = 0;
let timer = 0;

function close() {
  list.hidden = true;
  chosen = -1;
  field.setAttribute("aria-expanded", "false");
  field.removeAttribute("aria-activedescendant");
}

function take(proposal) {
  const caret = field.selectionStart;
  const rest = field.value.slice(caret);
  const more = proposal.text.endsWith(":") ? "" : " ";
  field.value = field.value.slice(0, proposal.start) + proposal.text + more + rest.trimStart();
  const end = proposal.start + proposal.text.length + more.length;
  field.setSelectionRange(end, end);
  close();
  field.focus();
  if (!more) {
    ask();
  }
}

function show() {
  list.replaceChildren(
    ...proposals.map((proposal, index) => {
      const item = document.createElement("li");
      item.id = `suggestion-${index}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", String(index === chosen));
      const text = document.createElement("span");
      text.textContent = proposal.text;
      const tail = document.createElement("span");
      tail.className = "tail";
      tail.textContent = proposal.description;
      item.append(text, tail);
      // before the field loses the focus
      item.addEventListener("pointerdown", (event) => {
        event.preventDefault();
        take(proposal);
      });
      return item;
    }),
  );
  list.hidden = proposals.length === 0;
  field.setAttribute("aria-expanded", String(!list.hidden));
  if (chosen >= 0) {
    field.setAttribute("aria-activedescendant", `suggestion-${chosen}`);
  }
}

async function ask() {
  const mine = ++asked;
  const typed = field.value.slice(0, field.selectionStart);
  if (!typed.trim()) {
    close();
    return;
  }
  const answer = await fetch(`/api/v1/search/suggestions?typed=${encodeURIComponent(typed)}`).catch(() => null);
  if (mine !== asked || !answer?.ok || document.activeElement !== field) {
    return;
  }
  proposals = await answer.json();
  chosen = -1;
  show();
}

if (field) {
  field.parentElement.append(list);
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-controls", "suggestions");
  field.setAttribute("aria-expanded", "false");
  field.setAttribute("aria-autocomplete", "list");
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 120);
  });
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    if (list.hidden) {
      return;
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      chosen = (chosen + (event.key === "ArrowDown" ? 1 : -1) + proposals.length) % proposals.length;
      show();
    } else if ((event.key === "Enter" || event.key === "Tab") && chosen >= 0) {
      event.preventDefault();
      take(proposals[chosen]);
    } else if (event.key === "Escape") {
      event.stopPropagation();
      close();
    }
  });
}
