/** What a registry asks for before it answers (RFC 9110, 11.6.1; the token protocol of the distribution project). */

export type Challenge =
  | { readonly scheme: 'basic' }
  | { readonly scheme: 'bearer'; readonly realm: string; readonly service: string | null };

const PARAMETER = /([A-Za-z]{1,20})="([^"\\]{0,2000})"/g;

/**
 * @param header WWW-Authenticate
 * @returns null for a scheme that is not known
 */
export function parseChallenge(header: string): Challenge | null {
  const scheme = /^\s*([A-Za-z]+)(?:\s|$)/.exec(header)?.[1]?.toLowerCase();
  if (scheme === 'basic') return { scheme };
  if (scheme !== 'bearer' || header.length > 8192) return null;
  const told = new Map([...header.matchAll(PARAMETER)].map(([, key = '', value = '']) => [key.toLowerCase(), value]));
  const realm = told.get('realm');
  return realm === undefined ? null : { scheme, realm, service: told.get('service') ?? null };
}
