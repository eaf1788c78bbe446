// The replica's audit: the page tells what it did. The real AP has nothing like it.

/** Tell the replica. Leaves the browser even when the page is going away. */
export function notice(kind, details = {}) {
  const body = new Blob([JSON.stringify({ kind, ...details })], { type: 'application/json' });
  navigator.sendBeacon('/__replica__/notice', body);
}
