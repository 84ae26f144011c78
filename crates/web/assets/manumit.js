// Small moves on top of pages that work without it: keys for buttons, files dropped anywhere on a form, words marked in a document.
"use strict";

// Keys: an element with data-key is pressed by its key, except while somebody types.
document.addEventListener("keydown", (event) => {
  const typing = event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]");
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const wanted = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!wanted) return;
  event.preventDefault();
  if (wanted instanceof HTMLDetailsElement) {
    wanted.open = true;
    wanted.querySelector("textarea, input")?.focus();
  } else {
    wanted.click();
  }
});

// Files: what is dropped on the field goes into its input.
for (const field of document.querySelectorAll("[data-drop]")) {
  const input = field.querySelector("input[type=file]");
  for (const name of ["dragover", "dragenter"]) {
    field.addEventListener(name, (event) => {
      event.preventDefault();
      field.classList.add("over");
    });
  }
  field.addEventListener("dragleave", () => field.classList.remove("over"));
  field.addEventListener("drop", (event) => {
    event.preventDefault();
    field.classList.remove("over");
    if (input && event.dataTransfer?.files.length) input.files = event.dataTransfer.files;
  });
}

// Words: a selection in a document can be marked as a claim.
const text = document.querySelector(".document[data-source]");
if (text) {
  const button = document.createElement("a");
  button.className = "button float";
  button.textContent = "Mark as claim";
  button.hidden = true;
  document.body.append(button);
  document.addEventListener("selectionchange", () => {
    const selection = document.getSelection();
    const words = selection?.toString().trim() ?? "";
    const inside = selection?.rangeCount && text.contains(selection.getRangeAt(0).commonAncestorContainer);
    button.hidden = !inside || words.length < 2 || words.length > 3000;
    if (button.hidden) return;
    const place = selection.getRangeAt(0).getBoundingClientRect();
    button.style.top = `${Math.max(window.scrollY + place.top - 48, window.scrollY + 8)}px`;
    button.style.left = `${Math.max(place.left, 8)}px`;
    button.href = `/sources/${text.dataset.source}/mark?${new URLSearchParams({ quote: words })}`;
  });
}
