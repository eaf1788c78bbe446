// Copying, by either of the two ways that AP may use.

import { app } from './app-state.js';
import { snackbar } from './material/overlay.js';
import { notice } from './notices.js';

/** Copy a text; `target` says to the audit which control was pressed. */
export async function copy(text, target, reference = null) {
  notice('copy', { target, reference });
  try {
    if (app.config.copyMethod === 'clipboard-api') await navigator.clipboard.writeText(text);
    else copyByCommand(text);
    snackbar('Skopiowano do schowka.'); // assumed
  } catch {
    notice('copy-failed', { target, reference });
    snackbar('Nie udało się skopiować do schowka.'); // assumed
  }
}

// The same way as Angular's CDK: a text area off the screen, selected for a moment.
function copyByCommand(text) {
  const area = document.createElement('textarea');
  area.value = text;
  area.setAttribute('aria-hidden', 'true');
  area.readOnly = true;
  area.className = 'cdk-clipboard-area';
  const focused = document.activeElement;
  document.body.append(area);
  area.select();
  area.setSelectionRange(0, text.length);
  const copied = document.execCommand('copy');
  area.remove();
  focused?.focus?.();
  if (!copied) throw new Error('not copied');
}
