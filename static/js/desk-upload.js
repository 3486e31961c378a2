// Sends a file with its progress in view. When the line breaks, the form stays as it is, file and words, to be sent again.
function send(form) {
  const words = form.dataset;
  const place = form.querySelector('[role=status]');
  const button = form.querySelector('button[name=do]');
  const body = new FormData(form);
  body.append(button.name, button.value);
  const tell = (text, state = '') => { place.textContent = text; place.dataset.state = state; };
  const over = (text, state = 'trouble') => { tell(text, state); button.disabled = false; button.focus(); };

  const request = new XMLHttpRequest();
  request.open('POST', form.action);
  request.setRequestHeader('Accept', 'application/json');
  request.responseType = 'json';
  request.upload.addEventListener('progress', ({ loaded, total }) => {
    tell(words.saySending.replace('%(n)s', Math.round((100 * loaded) / total)));
  });
  request.addEventListener('error', () => over(words.sayBroken));
  request.addEventListener('timeout', () => over(words.sayBroken));
  request.addEventListener('load', () => {
    const said = request.response;
    if (said?.url) location.assign(said.url);
    else if (said?.problems) {
      over(said.problems.map(problem => problem.message).join(' '));
      document.getElementById(said.problems[0].anchor)?.focus();
    } else over(request.responseURL.includes('/accounts/') ? words.sayExpired : words.sayBroken);
  });
  button.disabled = true;
  request.send(body);
}

for (const form of document.querySelectorAll('form[data-upload]')) {
  form.addEventListener('submit', event => {
    event.preventDefault();
    send(form);
  });
}
