// What the person does here, told to the audit: which control, and whether by the browser's own input. Never what.
// Loaded before anything is shown, so that nothing escapes it.
'use strict';

const told = new Set();

function tell(act, control, trusted) {
  navigator.sendBeacon('/notice', JSON.stringify({ act, control, trusted }));
}

function nameOf(element) {
  return (element.labels?.[0] ?? element).textContent.trim();
}

function pressed(event) {
  const control = event.target.closest('a, button');
  if (!control) return;
  tell('press', nameOf(control), event.isTrusted);
  if ('window' in control.dataset) {
    event.preventDefault();
    window.open(control.href, 'identity', 'popup,width=560,height=640');
  }
}

function typed(event) {
  // Once for each control and kind is enough to know.
  const key = `${event.target.id} ${event.isTrusted}`;
  if (!told.has(key)) tell('type', nameOf(event.target), event.isTrusted);
  told.add(key);
}

// The window of the bank: the page that opened it goes on, and it closes by itself.
function closeIfDone() {
  const onwards = document.querySelector('a[data-in-opener]');
  if (!onwards || !window.opener) return;
  window.opener.location.assign(onwards.href);
  window.close();
}

addEventListener('click', pressed, { capture: true });
addEventListener('input', typed, { capture: true });
addEventListener('DOMContentLoaded', closeIfDone);
