/** The secret of the loopback door: it comes in the fragment, moves to the session's storage, and leaves the address bar. */
const TOKEN_KEY = 'veneer-token';

export function takeToken(): string {
  const shown = window.location.hash.slice(1);
  if (shown !== '') {
    sessionStorage.setItem(TOKEN_KEY, shown);
    window.history.replaceState(null, '', window.location.pathname);
  }
  return sessionStorage.getItem(TOKEN_KEY) ?? '';
}
