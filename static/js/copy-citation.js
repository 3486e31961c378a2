// A button that copies the citation; the text can be copied by hand without it.
const section = document.querySelector(".cite[data-copy]");
if (section && navigator.clipboard) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--quiet no-print";
  button.textContent = section.dataset.copy;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(section.querySelector("blockquote").textContent.trim());
    button.textContent = section.dataset.copied;
  });
  section.querySelector("blockquote").after(button);
}
