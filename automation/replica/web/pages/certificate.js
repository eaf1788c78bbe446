// Login by certificate: download the request, sign it elsewhere, give it back.

import { call } from '../api.js';
import { app } from '../app-state.js';
import { component } from '../dom.js';
import { versionLine } from '../layout/footer.js';
import { button, icon, setBusy } from '../material/button.js';
import { mistakes, writtenStar } from '../material/field.js';
import { go } from '../router.js';
import { backLink, loginFailed } from './parts.js';

const h = component('app-sign-request');

/** The page `Podpisz żądanie autoryzacyjne`. */
export function certificateScreen(show, back, context, usesIdentifier) {
  const input = h('input', { type: 'file', accept: '.xml', class: 'ksef-file', tabindex: '-1', 'aria-hidden': 'true' });
  const chosen = h('div', { class: 'ksef-chosen-file' });
  const choose = button('Dodaj plik', { style: 'confirm', press: () => input.click() });
  const error = mistakes(input);
  const failed = (failure) => show(loginFailed(failureText(failure), failure.eventId, backLink(back)));
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
        app.session = await call('POST', '/auth/xades-signature', { body: input.files[0] });
      } catch (failure) {
        failed(failure);
        return;
      }
      go('home');
    },
  });
  // One request for one visit of this page, however often it is downloaded.
  const request = call('POST', '/auth/challenge', { body: context });
  request.catch(failed);
  return h(
    'div',
    { class: 'ksef-sign-request' },
    backLink(back),
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
    button('Pobierz żądanie autoryzacyjne', {
      style: 'outline',
      press: () => request.then(({ challenge }) => download(challenge, context, usesIdentifier), () => {}),
    }),
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

/** The file's mistakes are never told apart; what concerns the server or the person's rights is (assumed). */
function failureText(failure) {
  if (failure.status === 0 || failure.status >= 500) {
    return 'Przekroczenie czasu oczekiwania na odpowiedź serwera KSeF API. Spróbuj ponownie później.';
  }
  if (failure.status === 429) return `Przekroczono limit żądań. Odczekaj ${failure.retryAfter} s i spróbuj ponownie.`;
  if (failure.code === 415) return failure.mistakes[0].details[0];
  return 'Załączony plik z podpisanym żądaniem autoryzacyjnym zawiera błędy. Załącz poprawny plik i spróbuj ponownie.';
}

function download(challenge, { contextType, context }, usesIdentifier) {
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
