// Login by certificate: download the request, sign it elsewhere, give it back. Nothing signed is accepted yet.

import { call } from '../api.js';
import { component } from '../dom.js';
import { versionLine } from '../layout/footer.js';
import { button, icon, setBusy } from '../material/button.js';
import { mistakes, writtenStar } from '../material/field.js';
import { loginFailed } from './parts.js';

const h = component('app-sign-request');

/** The page `Podpisz żądanie autoryzacyjne`. */
export function certificateScreen(show, back, context, usesIdentifier) {
  const input = h('input', { type: 'file', accept: '.xml', class: 'ksef-file', tabindex: '-1', 'aria-hidden': 'true' });
  const chosen = h('div', { class: 'ksef-chosen-file' });
  const choose = button('Dodaj plik', { style: 'confirm', press: () => input.click() });
  const error = mistakes(input);
  const again = () => button('Powrót', { style: 'link', icon: 'arrow_back', press: back });
  input.addEventListener('change', () => {
    error.show(null);
    chosen.replaceChildren();
    if (!input.files.length) return;
    const remove = () => {
      input.value = '';
      chosen.replaceChildren();
    };
    chosen.append(h('span', {}, input.files[0].name), button('Usuń', { style: 'danger', press: remove }));
  });
  const proceed = button('Dalej', {
    press: async () => {
      if (!error.show(input.files.length ? null : 'Pole jest wymagane.')) return; // assumed wording
      setBusy(proceed, true);
      try {
        await call('POST', '/auth/xades-signature', { body: { signed: await input.files[0].text() } });
      } catch (failure) {
        const text =
          'Załączony plik z podpisanym żądaniem autoryzacyjnym zawiera błędy. Załącz poprawny plik i spróbuj ponownie.';
        show(loginFailed(text, failure.eventId, again()));
      }
      setBusy(proceed, false);
    },
  });
  return h(
    'div',
    { class: 'ksef-sign-request' },
    button('Powrót', { style: 'link', icon: 'arrow_back', press: back, class: 'ksef-back' }),
    h('h1', {}, 'Podpisz żądanie autoryzacyjne'),
    h(
      'div',
      { class: 'ksef-alert ksef-alert-info' },
      icon('info'),
      h(
        'div',
        {},
        h('p', { class: 'ksef-alert-title' }, 'Twoje żądanie autoryzacyjne zostało pomyślnie wygenerowane'),
        // The sense is known, the words are assumed.
        h('p', {}, '1. Pobierz plik z żądaniem autoryzacyjnym.'),
        h('p', {}, '2. Podpisz plik zewnętrznym narzędziem (format XAdES, podpis otaczający lub otaczany).'),
        h('p', {}, '3. Załaduj podpisany plik.'),
      ),
    ),
    button('Pobierz żądanie autoryzacyjne', { style: 'outline', press: () => download(context, usesIdentifier) }),
    h('p', { class: 'ksef-label ksef-file-label' }, 'Podpisane żądanie autoryzacyjne', writtenStar()),
    input,
    choose,
    h('p', { class: 'ksef-hint' }, 'Dodaj podpisane żądanie autoryzacyjne, rozszerzenie: .xml'),
    chosen,
    error.element,
    h('div', { class: 'ksef-actions' }, proceed),
    versionLine(),
  );
}

async function download({ contextType, context }, usesIdentifier) {
  const { challenge } = await call('POST', '/auth/challenge');
  const subject = usesIdentifier === 'yes' ? 'certificateSubject' : 'certificateFingerprint';
  const xml =
    '<?xml version="1.0" encoding="utf-8"?>\n' +
    '<AuthTokenRequest xmlns="http://ksef.mf.gov.pl/auth/token/2.0">\n' +
    `  <Challenge>${challenge}</Challenge>\n` +
    `  <ContextIdentifier><${contextType}>${context}</${contextType}></ContextIdentifier>\n` +
    `  <SubjectIdentifierType>${subject}</SubjectIdentifierType>\n` +
    '</AuthTokenRequest>\n';
  const address = URL.createObjectURL(new Blob([xml], { type: 'application/xml' }));
  h('a', { href: address, download: 'auth-token-request.xml' }).click(); // file name assumed
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
