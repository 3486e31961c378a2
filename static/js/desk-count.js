// How many characters there are: at once for the eye, after a pause for those who listen.
const PAUSE = 1000;
const voice = document.createElement('p');
voice.className = 'vh';
voice.setAttribute('role', 'status');
let timer;

function show(box) {
  const place = document.getElementById(`${box.id}_count`);
  if (!place) return '';
  const limit = Number(box.dataset.limit), length = [...box.value].length;
  const number = new Intl.NumberFormat(document.documentElement.lang);
  const text = place.dataset.say.replace('%(length)s', number.format(length)).replace('%(limit)s', number.format(limit));
  place.textContent = text;
  place.classList.toggle('count--over', length > limit);
  return text;
}

if (document.querySelector('[data-limit]')) {
  document.querySelector('main').append(voice);
  document.addEventListener('input', ({ target }) => {
    if (!target.matches('[data-limit]')) return;
    const text = show(target);
    clearTimeout(timer);
    timer = setTimeout(() => { voice.textContent = text; }, PAUSE);
  });
  document.addEventListener('desk:filled', () => document.querySelectorAll('[data-limit]').forEach(show));
}
