// After the form: in progress, then the token, once. Its value is nowhere but in this document's memory.

import { call } from '../api.js';
import { copy } from '../clipboard.js';
import { component } from '../dom.js';
import { button, icon, setBusy } from '../material/button.js';
import { notice } from '../notices.js';
import { go, whenLeft } from '../router.js';
import { errorPlace } from './parts.js';

const h = component('app-generate-token-result');

/** Show what became of an order: in progress, or the token at once. */
export function showProgress(page, order) {
  const reference = order.referenceNumber;
  const memory = { value: order.token ?? order.issuedToken ?? null, copied: false };
  const left = (how) => {
    window.removeEventListener('pagehide', hidden);
    notice('left', { reference, how, copied: memory.copied });
  };
  const hidden = () => left('pagehide');
  window.addEventListener('pagehide', hidden);
  whenLeft(left);
  if (order.status === 'Active') showToken(page, reference, memory);
  else showWaiting(page, reference, memory);
}

function showWaiting(page, reference, memory) {
  const failure = errorPlace();
  const refresh = button('Odśwież', {
    style: 'link',
    icon: 'sync',
    class: 'ksef-refresh',
    press: async () => {
      failure.clear();
      setBusy(refresh, true);
      try {
        const token = await call('GET', `/tokens/${reference}`);
        memory.value ??= token.issuedToken ?? null;
        if (!page.isConnected) return;
        if (token.status === 'Active') showToken(page, reference, memory);
        else if (token.status !== 'Pending') showFailure(page, token);
      } catch (problem) {
        failure.show(problem);
      }
      setBusy(refresh, false);
    },
  });
  page.replaceChildren(
    h(
      'div',
      { class: 'ksef-page' },
      h('h1', {}, 'Generowanie tokena'),
      h('h2', { class: 'ksef-outcome ksef-outcome-waiting' }, icon('info'), h('span', {}, 'W realizacji')),
      h(
        'div',
        { class: 'ksef-waiting' },
        h('p', { class: 'ksef-strong' }, 'Twoje żądanie jest w trakcie przetwarzania. Operacja może potrwać kilka minut.'),
        refresh,
      ),
      h(
        'p',
        { class: 'ksef-bold' },
        'Uwaga! Aby wyświetlić token, użyj przycisku [Odśwież]. Jeżeli opuścisz stronę przed wyświetleniem tokena, nie ' +
          'będziesz miał możliwości jego późniejszego pobrania. Po poprawnym wygenerowaniu token wyświetlany jest tylko ' +
          'raz. Zapisz go przed opuszczeniem strony.',
      ),
      failure.element,
    ),
  );
}

function showToken(page, reference, memory) {
  const leaveBy = (name, route) => () => {
    notice('button', { name, reference });
    go(route);
  };
  const kopiuj = button('Kopiuj', {
    style: 'link',
    icon: 'content_copy',
    class: 'ksef-copy',
    press: () => {
      memory.copied = true;
      copy(memory.value, 'token', reference);
    },
  });
  page.replaceChildren(
    h(
      'div',
      { class: 'ksef-page' },
      h('h1', {}, 'Generowanie tokena'),
      h('h2', { class: 'ksef-outcome ksef-outcome-done' }, icon('check_circle'), h('span', {}, 'Zakończono pomyślnie')),
      h('p', { class: 'ksef-strong' }, 'Twój token został pomyślnie wygenerowany.'),
      h('p', {}, 'Wygenerowany token został dodany do listy tokenów.'),
      h('p', { class: 'ksef-bold' }, 'Uwaga! Token wyświetlany jest tylko raz. Zapisz go przed opuszczeniem strony.'),
      h(
        'div',
        { class: 'ksef-grey-box ksef-token' },
        h('span', { class: 'ksef-token-label' }, 'Token'),
        h('div', { class: 'ksef-token-strip', tabindex: '0' }, h('span', { class: 'ksef-token-value' }, memory.value ?? '')),
        kopiuj,
      ),
      h(
        'div',
        { class: 'ksef-actions' },
        button('Lista tokenów', { press: leaveBy('Lista tokenów', 'tokens/token-list') }),
        button('Wygeneruj kolejny token', {
          style: 'outline',
          press: leaveBy('Wygeneruj kolejny token', 'tokens/generate-token'),
        }),
      ),
    ),
  );
  notice('token-shown', { reference });
}

// Assumed, all of it: nobody has published this screen.
function showFailure(page, token) {
  page.replaceChildren(
    h(
      'div',
      { class: 'ksef-page' },
      h('h1', {}, 'Generowanie tokena'),
      h('h2', { class: 'ksef-outcome ksef-outcome-failed' }, icon('cancel'), h('span', {}, 'Zakończono niepowodzeniem')),
      h('p', { class: 'ksef-strong' }, 'Nie udało się wygenerować tokena.'),
      ...(token.statusDetails ?? []).map((text) => h('p', {}, text)),
      h(
        'div',
        { class: 'ksef-actions' },
        button('Lista tokenów', { press: () => go('tokens/token-list') }),
        button('Wygeneruj kolejny token', { style: 'outline', press: () => go('tokens/generate-token') }),
      ),
    ),
  );
}
