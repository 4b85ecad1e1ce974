// Opens the page. The kind's own script has set kind: prepare() is called before anything is loaded, open() prepares the network
// and shows what it makes, and speak(isOpen) writes the words that are not in the page's markup, in the chosen language.
async function start() {
  let isOpen = false;
  find('language').addEventListener('click', () => {
    language = words[language].otherLanguage;
    sayAll();
    kind.speak(isOpen);
  });
  sayAll();
  kind.prepare();
  kind.speak(false);
  if (!('DecompressionStream' in globalThis)) throw new TooOld();
  find('status').textContent = say('starting');
  const made = await kind.open();
  isOpen = true;
  find('status').hidden = true;
  return made;
}

const ready = start();
ready.catch(error => {
  find('all').hidden = true;
  find('status').hidden = false;
  find('status').className = 'failed';
  find('status').textContent = error instanceof TooOld ? say('tooOld') : say('failed', { reason: error?.message ?? error });
});

// For whoever opens the console: the model itself.
window.figment = { ready, ...kind.console };
