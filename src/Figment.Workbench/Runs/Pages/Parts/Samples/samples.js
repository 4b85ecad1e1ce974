// The page of a model of pictures or sounds: what was asked for, made and shown.
const medium = facts.isSound ? sounds : pictures;
let network,
  first = 101,
  playing = 0,
  shown = 0,
  gridShown = 0,
  walkShown = 0,
  current,
  grid = [];

const variation = () => Number(find('variation').value) / 100;
const nameOf = label => facts.names[label] ?? String(label + 1);

// The class that is asked for; null asks for none in particular.
function asked() {
  const value = (document.querySelector('#classes input:checked') ?? document.querySelector('#classes select'))?.value;
  return value === undefined || value === '' ? null : Number(value);
}

function sampleOf(seed) {
  const { latents, label } = network.draw(seed),
    chosen = asked() ?? label,
    much = variation();
  return {
    label: chosen,
    caption: facts.choice ? say('captionOf', { seed, name: nameOf(chosen) }) : say('caption', { seed }),
    make: () =>
      network.make(
        latents.map(value => value * much),
        chosen,
      ),
  };
}

// Shows the picture or sound with the number; if it is called again in the meantime, only the last one is shown.
async function show(isHeard) {
  const mine = ++shown,
    seed = numberIn('seed'),
    { caption, make } = sampleOf(seed);
  const sample = await make();
  if (mine !== shown) return;
  current = { sample, seed, caption };
  medium.draw(find('made'), sample);
  describe();
  for (const button of find('grid').querySelectorAll('button'))
    button.setAttribute('aria-pressed', button.dataset.seed === String(seed));
  if (isHeard) await medium.play(sample);
}

function describe() {
  const { caption } = sampleOf(current.seed);
  find('caption').textContent = caption;
  find('made').setAttribute('aria-label', say('seen', { caption }));
  for (const button of find('grid').querySelectorAll('button'))
    button.setAttribute('aria-label', sampleOf(Number(button.dataset.seed)).caption);
}

async function showGrid() {
  const mine = ++gridShown;
  const cells = Array.from({ length: medium.several }, (_, i) => {
    const button = Object.assign(document.createElement('button'), { type: 'button' }),
      seed = first + i,
      item = document.createElement('li');
    button.dataset.seed = seed;
    button.setAttribute('aria-pressed', 'false');
    button.setAttribute('aria-label', sampleOf(seed).caption);
    button.append(document.createElement('canvas'));
    button.addEventListener('click', async () => {
      find('seed').value = seed;
      if (!facts.isSound) find('made').scrollIntoView({ block: 'nearest', behavior: calm.matches ? 'auto' : 'smooth' });
      button.classList.add('sounding');
      await show(true);
      button.classList.remove('sounding');
    });
    item.append(button);
    return { button, seed };
  });
  grid = [];
  for (const [i, { button, seed }] of cells.entries()) {
    const { label, make } = sampleOf(seed),
      sample = await make();
    if (mine !== gridShown) return;
    if (facts.isSound && facts.choice)
      button.append(Object.assign(document.createElement('span'), { textContent: nameOf(label) }));
    if (i === 0) find('grid').replaceChildren(...cells.map(cell => cell.button.parentElement));
    medium.draw(button.firstChild, sample);
    button.dataset.made = '';
    grid.push(sample);
  }
}

// A place on the way from one number's latents to another's, on the circle through both, so that they keep the length of drawn
// ones.
async function showPlace(isHeard) {
  const mine = ++walkShown,
    turn = ((Number(find('place').value) / medium.walkSteps) * Math.PI) / 2,
    much = variation();
  const from = network.draw(numberIn('from')),
    to = network.draw(numberIn('to'));
  const latents = from.latents.map((value, i) => much * (Math.cos(turn) * value + Math.sin(turn) * to.latents[i]));
  const sample = await network.make(latents, asked() ?? (turn < Math.PI / 4 ? from.label : to.label));
  if (mine !== walkShown) return;
  medium.draw(find('between'), sample);
  find('between').setAttribute('aria-label', say('between', { from: numberIn('from'), to: numberIn('to') }));
  if (isHeard) await medium.play(sample);
}

// Goes to the end of the way, and pictures back again, until it is stopped. With reduced motion, it takes few steps, slowly.
async function go() {
  const mine = ++playing,
    place = find('place'),
    most = medium.walkSteps,
    step = calm.matches && !facts.isSound ? most / 8 : 1;
  let direction = step;
  sayGo(true);
  if (facts.isSound || Number(place.value) >= most) place.value = 0;
  while (mine === playing) {
    await showPlace(true);
    await wait(facts.isSound ? 60 : calm.matches ? 900 : 50);
    if (mine !== playing) return;
    const next = Number(place.value) + direction;
    if (facts.isSound && next > most) break;
    if (next > most || next < 0) direction = -direction;
    place.value = Number(place.value) + direction;
  }
  halt();
}

function halt() {
  playing++;
  sayGo(false);
}

function sayGo(isPlaying) {
  find('go').textContent = say(isPlaying ? 'stop' : 'go');
}

function offerClasses() {
  if (!facts.choice) return;
  const box = find('classes'),
    names = facts.counts.map((_, label) => nameOf(label)),
    before = asked();
  box.hidden = false;
  box.firstElementChild.textContent = say(facts.choice === 'labels' ? 'labels' : 'clusters');
  const all = [['', say('any')], ...names.map((name, label) => [String(label), name])],
    isChosen = value => value === (before === null ? '' : String(before));
  if (names.length <= 24) {
    box.lastElementChild.replaceChildren(
      ...all.map(([value, name]) => {
        const chip = Object.assign(document.createElement('label'), { className: 'chip' });
        chip.append(
          Object.assign(document.createElement('input'), { type: 'radio', name: 'class', value, checked: isChosen(value) }),
          Object.assign(document.createElement('span'), { textContent: name }),
        );
        return chip;
      }),
    );
  } else {
    const select = document.createElement('select');
    select.setAttribute('aria-label', box.firstElementChild.textContent);
    select.append(...all.map(([value, name]) => new Option(name, value, false, isChosen(value))));
    box.lastElementChild.replaceChildren(select);
  }
}

function listen() {
  const again = () => Promise.all([show(), showGrid(), showPlace()]);
  find('another').addEventListener('click', () => {
    find('seed').value = Math.floor(Math.random() * 1000000);
    show(true);
  });
  find('seed').addEventListener('input', () => show());
  find('play').addEventListener('click', () => medium.play(current.sample));
  find('made').addEventListener('click', () => facts.isSound && medium.play(current.sample));
  find('save').addEventListener('click', () => medium.save([current.sample], fileName(current.seed)));
  find('others').addEventListener('click', () => {
    first += medium.several;
    showGrid();
  });
  find('save-all').addEventListener(
    'click',
    () => grid.length > 0 && medium.save(grid, fileName(`${first}-${first + grid.length - 1}`)),
  );
  find('classes').addEventListener('change', again);
  find('variation').addEventListener('input', () => {
    find('variation').nextElementSibling.textContent = `${number(find('variation').value)}%`;
    show();
  });
  find('variation').addEventListener('change', again);
  for (const id of ['from', 'to']) find(id).addEventListener('input', () => showPlace());
  find('place').addEventListener('input', () => {
    halt();
    showPlace();
  });
  find('place').addEventListener('change', () => facts.isSound && showPlace(true));
  find('go').addEventListener('click', () => (find('go').textContent === say('stop') ? halt() : go()));
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => facts.isSound && again());
}

const kind = {
  prepare() {
    find('play').hidden = !facts.isSound;
    find('place').max = medium.walkSteps;
    find('grid').classList.toggle('waves', facts.isSound);
  },

  speak(isOpen) {
    halt();
    find('save').textContent = say('save');
    find('save-all').textContent = say('saveAll');
    find('variation').nextElementSibling.textContent = `${number(find('variation').value)}%`;
    offerClasses();
    if (!isOpen) return;
    describe();
    showPlace();
  },

  async open() {
    network = await startNetwork();
    find('all').hidden = false;
    await show();
    listen();
    showPlace();
    showGrid();
    return network;
  },

  // What the network makes of latents, as numbers.
  console: { draw: seed => network.draw(seed), make: async (latents, label) => (await ready).make(latents, label) },
};
