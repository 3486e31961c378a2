// Rows of the desk's forms, added and taken out without a load. Without JavaScript the same buttons ask the server.
const form = document.querySelector('form[data-autosave]');

const rowsOf = part => form.querySelector(`[data-rows="${part}"]`);
const firstBox = row => row.querySelector('input:not([type=hidden]), select, textarea');
const filled = row => [...row.querySelectorAll('input:not([type=hidden]), select, textarea')].some(box => box.value.trim());

function nextNumber(part) {
  const numbers = [...rowsOf(part).querySelectorAll('button[name=remove]')].map(button => Number(button.value.split('-').pop()));
  return Math.max(-1, ...numbers) + 1;
}

function addRow(part, number) {
  const template = form.querySelector(`template[data-template="${part}"]`);
  if (!template) return null;
  const row = template.content.querySelector('[data-row]').cloneNode(true);
  for (const node of [row, ...row.querySelectorAll('*')]) {
    for (const attribute of node.attributes) attribute.value = attribute.value.replaceAll('__n__', number);
  }
  rowsOf(part).append(row);
  return row;
}

form?.addEventListener('click', event => {
  const button = event.target.closest('button[name=add], button[name=remove]');
  if (!button) return;
  event.preventDefault();
  if (button.name === 'add') {
    firstBox(addRow(button.value, nextNumber(button.value))).focus();
    return;
  }
  const row = button.closest('[data-row]');
  if (filled(row) && !confirm(form.dataset.askRemove)) return;
  const near = row.nextElementSibling ?? row.previousElementSibling;
  const rest = near ? near.querySelector('button[name=remove]') : row.closest('fieldset').querySelector('button[name=add]');
  row.remove();
  rest?.focus();
  form.dispatchEvent(new Event('change', { bubbles: true }));
});

// Text that is put back may need rows that the page does not have yet.
form?.addEventListener('desk:row', ({ detail }) => addRow(detail.part, detail.number));
