/** The secret that a window shows to be let in: in the URL's fragment, then as a WebSocket subprotocol. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** The subprotocol that is agreed on; the token travels beside it. */
export const SUBPROTOCOL = 'veneer';
const TOKEN_PREFIX = 'veneer.token.';

/** 256 random bits, in letters that a subprotocol may have. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** Whether the header `Sec-WebSocket-Protocol` carries the token; compared in constant time. */
export function carriesToken(header: string | undefined, token: string): boolean {
  const shown = (header ?? '')
    .split(',')
    .map((part) => part.trim())
    .find((part) => part.startsWith(TOKEN_PREFIX));
  if (shown === undefined) return false;
  return timingSafeEqual(digest(shown.slice(TOKEN_PREFIX.length)), digest(token));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
