// After the form: in progress, then the token, once. Its value is nowhere but in this document's memory.

import { call } from '../api.js';
import { app } from '../app-state.js';
import { copy } from '../clipboard.js';
import { component } from '../dom.js';
import { button, icon, iconButton, setBusy } from '../material/button.js';
import { dialog } from '../material/overlay.js';
import { notice } from '../notices.js';
import { popUp } from '../popups.js';
import { go, whenLeft } from '../router.js';
import { hiddenTwins, offScreenCopy, reloadButton } from './decoys.js';
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
  const stage = app.config.resultIn === 'dialog' ? inDialog(left) : inPage(page);
  if (order.status === 'Active') showToken(stage, reference, memory);
  else showWaiting(stage, reference, memory);
}

// Where the screens are shown: `put` replaces one by the next, `element` is gone once they are.

function inPage(page) {
  const put = (...content) =>
    page.replaceChildren(h('div', { class: 'ksef-page' }, h('h1', {}, 'Generowanie tokena'), ...content));
  return { element: page, put };
}

// Assumed, all of it. Closing the dialog, by whatever way, loses the token; the form behind it stays.
function inDialog(left) {
  const element = h('mat-dialog-content', { class: 'mat-mdc-dialog-content mdc-dialog__content' });
  const gone = () => {
    whenLeft(null);
    left('dialog');
  };
  const close = (closeDialog) => () => {
    closeDialog();
    gone();
  };
  dialog(
    'Generowanie tokena',
    (closeDialog) => [
      element,
      h(
        'mat-dialog-actions',
        { class: 'mat-mdc-dialog-actions mdc-dialog__actions' },
        button('Zamknij', { style: 'outline', press: close(closeDialog) }),
      ),
    ],
    { dismissed: gone, backdropCloses: true, closeIcon: true, wide: true },
  );
  return { element, put: (...content) => element.replaceChildren(...content) };
}

function showWaiting(stage, reference, memory) {
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
        if (!stage.element.isConnected) return;
        if (token.status === 'Active') showToken(stage, reference, memory);
        else if (token.status !== 'Pending') showFailure(stage, token);
      } catch (problem) {
        failure.show(problem);
      }
      setBusy(refresh, false);
    },
  });
  const waiting = h(
    'p',
    { class: 'ksef-strong' },
    'Twoje żądanie jest w trakcie przetwarzania. Operacja może potrwać kilka minut.',
  );
  stage.put(
    h('h2', { class: 'ksef-outcome ksef-outcome-waiting' }, icon('info'), h('span', {}, 'W realizacji')),
    h(
      'div',
      { class: 'ksef-waiting' },
      waiting,
      ...hiddenTwins('Odśwież', { style: 'link', icon: 'sync' }),
      refresh,
      ...reloadButton(),
    ),
    h(
      'p',
      { class: 'ksef-bold' },
      'Uwaga! Aby wyświetlić token, użyj przycisku [Odśwież]. Jeżeli opuścisz stronę przed wyświetleniem tokena, nie ' +
        'będziesz miał możliwości jego późniejszego pobrania. Po poprawnym wygenerowaniu token wyświetlany jest tylko ' +
        'raz. Zapisz go przed opuszczeniem strony.',
    ),
    failure.element,
  );
  popUp('progress');
  refreshItself(refresh, waiting);
}

// Assumed: a page that does not wait to be asked asks for what `Odśwież` asks for.
function refreshItself(refresh, waiting) {
  if (!app.config.refreshesItself) return;
  const timer = setInterval(() => {
    if (waiting.isConnected) refresh.click();
    else clearInterval(timer);
  }, app.config.refreshesItself * 1000);
}

function showToken(stage, reference, memory) {
  const leaveBy = (name, route) => () => {
    notice('button', { name, reference });
    go(route);
  };
  const kopiuj = copyButton(() => {
    memory.copied = true;
    copy(memory.value, 'token', reference);
  });
  stage.put(
    h('h2', { class: 'ksef-outcome ksef-outcome-done' }, icon('check_circle'), h('span', {}, 'Zakończono pomyślnie')),
    h('p', { class: 'ksef-strong' }, 'Twój token został pomyślnie wygenerowany.'),
    h('p', {}, 'Wygenerowany token został dodany do listy tokenów.'),
    h('p', { class: 'ksef-bold' }, 'Uwaga! Token wyświetlany jest tylko raz. Zapisz go przed opuszczeniem strony.'),
    h(
      'div',
      { class: 'ksef-grey-box ksef-token' },
      h('span', { class: 'ksef-token-label' }, 'Token'),
      h('div', { class: 'ksef-token-strip', tabindex: '0' }, h('span', { class: 'ksef-token-value' }, memory.value ?? '')),
      ...hiddenTwins('Kopiuj', { style: 'link', icon: 'content_copy' }),
      ...offScreenCopy(reference),
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
  );
  notice('token-shown', { reference });
  popUp('issued');
}

function copyButton(press) {
  if (!app.config.iconOnlyCopy) return button('Kopiuj', { style: 'link', icon: 'content_copy', class: 'ksef-copy', press });
  const name = { 'aria-label': { label: 'Kopiuj' }, title: { title: 'Kopiuj' }, ligature: {} }[app.config.iconOnlyCopy];
  return iconButton('content_copy', { ...name, press });
}

// Assumed, all of it: nobody has published this screen.
function showFailure(stage, token) {
  stage.put(
    h('h2', { class: 'ksef-outcome ksef-outcome-failed' }, icon('cancel'), h('span', {}, 'Zakończono niepowodzeniem')),
    h('p', { class: 'ksef-strong' }, 'Nie udało się wygenerować tokena.'),
    ...(token.statusDetails ?? []).map((text) => h('p', {}, text)),
    h(
      'div',
      { class: 'ksef-actions' },
      button('Lista tokenów', { press: () => go('tokens/token-list') }),
      button('Wygeneruj kolejny token', { style: 'outline', press: () => go('tokens/generate-token') }),
    ),
  );
}
