/** The secret that a window shows to be let in: in the URL's fragment, then as a WebSocket subprotocol. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

/** The subprotocol that is agreed on; the token travels beside it. */
export const SUBPROTOCOL = 'veneer';
const TOKEN_PREFIX = 'veneer.token.';
const BEARER = 'Bearer ';

/** 256 random bits, in letters that a subprotocol may have. */
function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** After this many wrong tokens every further try waits. */
const FREE_TRIES = 5;
const PENALTY_MS = 1000;

/** Lets in who shows the token, and slows down who guesses. */
export interface Gate {
  readonly token: string;
  /** By the header `Sec-WebSocket-Protocol`, in which a page can put it. */
  admitsSocket(header: string | undefined): Promise<boolean>;
  /** By the header `Authorization`, which a page can set for a request of its own. */
  admitsRequest(header: string | undefined): Promise<boolean>;
}

export function createGate(): Gate {
  const token = newToken();
  let wrong = 0;
  const admits = async (shown: string | undefined) => {
    if (wrong >= FREE_TRIES) await sleep(PENALTY_MS);
    // Compared in constant time.
    const right = shown !== undefined && timingSafeEqual(digest(shown), digest(token));
    if (!right) wrong++;
    return right;
  };
  return {
    token,
    admitsSocket: (header) =>
      admits(
        (header ?? '')
          .split(',')
          .map((part) => part.trim())
          .find((part) => part.startsWith(TOKEN_PREFIX))
          ?.slice(TOKEN_PREFIX.length),
      ),
    admitsRequest: (header) => admits(header?.startsWith(BEARER) ? header.slice(BEARER.length) : undefined),
  };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
