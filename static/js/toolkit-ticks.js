// Ticks at the steps of a toolkit, kept in this browser only. Without JavaScript there are none.
const list = document.querySelector("[data-ticks]");
if (list) {
  const key = `use-ticks-${list.dataset.ticks}`;
  let done = new Set();
  try { done = new Set(JSON.parse(localStorage.getItem(key) || "[]")); } catch { /* storage is closed: ticks last for this visit */ }
  const progress = document.createElement("p");
  progress.className = "meta no-print";
  progress.setAttribute("role", "status");
  list.after(progress);
  const tell = () => {
    progress.textContent = list.dataset.progress.replace("%(done)s", done.size).replace("%(all)s", list.children.length);
  };
  for (const step of list.children) {
    const label = document.createElement("label");
    label.className = "no-print";
    const box = document.createElement("input");
    box.type = "checkbox";
    box.checked = done.has(step.id);
    const name = document.createElement("span");
    name.className = "vh";
    name.textContent = ` ${step.querySelector("h3").textContent}`;
    label.append(box, list.dataset.label, name);
    step.append(label);
    box.addEventListener("change", () => {
      done[box.checked ? "add" : "delete"](step.id);
      try { localStorage.setItem(key, JSON.stringify([...done])); } catch { /* see above */ }
      tell();
    });
  }
  tell();
}
