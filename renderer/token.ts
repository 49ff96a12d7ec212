/**
 * The secret of the loopback door: it comes in the fragment, or is had for the code that stands there; it moves to the
 * session's storage, and the fragment leaves the address bar.
 */
const TOKEN_KEY = 'veneer-token';

const CODE = 'code.';

/** Takes what stands in the address. A code is good once, and is answered by the token. */
export async function takeAddress(): Promise<void> {
  const shown = window.location.hash.slice(1);
  if (!shown.startsWith(CODE)) return;
  window.history.replaceState(null, '', window.location.pathname);
  const headers = { Authorization: `Code ${shown.slice(CODE.length)}` };
  const answer = await fetch('/session', { method: 'POST', headers, cache: 'no-store' });
  const { token } = answer.ok ? ((await answer.json()) as { readonly token: string }) : { token: '' };
  sessionStorage.setItem(TOKEN_KEY, token);
}

export function takeToken(): string {
  const shown = window.location.hash.slice(1);
  // What begins so is the address of a view; see address.ts.
  if (shown !== '' && !shown.startsWith('/')) {
    sessionStorage.setItem(TOKEN_KEY, shown);
    window.history.replaceState(null, '', window.location.pathname);
  }
  return sessionStorage.getItem(TOKEN_KEY) ?? '';
}
