// Generating a token: the form.

import { call } from '../api.js';
import { app } from '../app-state.js';
import { component, host, nextId } from '../dom.js';
import { button, setBusy } from '../material/button.js';
import { checkbox, drawnStar, mistakes, textField, writtenStar } from '../material/field.js';
import { versions } from '../versions.js';
import { hiddenTwins } from './decoys.js';
import { errorPlace } from './parts.js';
import { extraField, validityFields } from './token-form-parts.js';
import { showProgress } from './token-result.js';

const h = component('app-generate-token');

/** The form; what follows it replaces it, at the same address. */
export function tokenFormPage() {
  const page = host('app-generate-token');
  page.append(form(page));
  return page;
}

function form(page) {
  const name = textField({
    label: 'Nazwa tokena',
    tag: 'textarea',
    star: drawnStar,
    hint: 'Maksymalna liczba znaków wynosi 256',
    hintBelow: true,
    rows: '3',
    formcontrolname: 'description',
    check: nameMistake,
  });
  const boxes = versions[app.config.version].permissions.map(([label, permission]) => ({
    permission,
    ...checkbox(label, { locked: !app.session.permissions.includes(permission), changed: () => error.show(null) }),
  }));
  const legend = nextId('ksef-group-label');
  const group = h(
    'div',
    { role: 'group', class: 'ksef-permissions', 'aria-labelledby': legend },
    h('div', { class: 'ksef-label', id: legend }, 'Wybierz uprawnienia powiązane z tokenem:', writtenStar()),
    ...boxes.map((box) => box.element),
  );
  const error = mistakes(group);
  const parts = [...(versions[app.config.version].validity ? [validityFields()] : []), ...extraField()];
  const failure = errorPlace();
  const submit = button('Generuj token', {
    type: 'submit',
    press: async (event) => {
      event.preventDefault();
      if (app.config.formComplaint) {
        error.show(app.config.formComplaint);
        return;
      }
      const permissions = boxes.filter((box) => box.input.checked).map((box) => box.permission);
      const chosen = error.show(permissions.length ? null : 'Wybierz co najmniej jedno uprawnienie.'); // assumed
      const valid = [name, ...parts].map((part) => part.valid());
      if (!chosen || valid.includes(false)) return;
      failure.clear();
      setBusy(submit, true);
      try {
        const body = { permissions, description: name.input.value };
        for (const part of parts) Object.assign(body, part.order?.());
        const order = await call('POST', '/tokens', { body });
        showProgress(page, order);
      } catch (problem) {
        failure.show(problem);
      }
      setBusy(submit, false);
    },
  });
  return h(
    'div',
    { class: 'ksef-page' },
    h('h1', {}, 'Generowanie tokena'),
    h('p', {}, 'Wygenerowany token służy do nawiązywania sesji w KSeF przy użyciu API.'),
    h(
      'form',
      { novalidate: true, class: 'ng-untouched ng-pristine ng-invalid' },
      name.element,
      group,
      error.element,
      ...parts.map((part) => part.element),
      failure.element,
      h('div', { class: 'ksef-actions' }, ...hiddenTwins('Generuj token'), submit),
    ),
  );
}

// Wording assumed.
function nameMistake(text) {
  const length = text.trim().length;
  if (length === 0) return 'Pole jest wymagane.';
  if (length < 5) return 'Minimalna liczba znaków wynosi 5.';
  if (text.length > 256) return 'Przekroczono maksymalną liczbę znaków (256).';
  return null;
}
