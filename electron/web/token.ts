/**
 * The secret that a window shows to be let in: in the URL's fragment, then as a WebSocket subprotocol. Where the address goes
 * through other hands, a code stands in its place, which is good once and for seconds and is answered by the secret.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

/** The subprotocol that is agreed on; the token travels beside it. */
export const SUBPROTOCOL = 'veneer';
const TOKEN_PREFIX = 'veneer.token.';
const BEARER = 'Bearer ';
const CODE = 'Code ';
/** How long a browser may take to start. */
const CODE_LIFE_MS = 60_000;

/** 256 random bits, in letters that a subprotocol may have. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** Whether a text may be one that `newToken` made. */
export const isToken = (text: string) => /^[\w-]{43}$/.test(text);

/** After this many wrong tokens every further try waits. */
const FREE_TRIES = 5;
const PENALTY_MS = 1000;

/** Lets in who shows the token, and slows down who guesses. */
export interface Gate {
  readonly token: string;
  /** A code in place of the token. @param onEnd told once it was used, or is too old */
  newCode(onEnd: () => void): string;
  /** The token for a code in the header `Authorization`; null for none that is good. */
  redeem(header: string | undefined): Promise<string | null>;
  /** Takes back all codes. */
  close(): void;
  /** By the header `Sec-WebSocket-Protocol`, in which a page can put it. */
  admitsSocket(header: string | undefined): Promise<boolean>;
  /** By the header `Authorization`, which a page can set for a request of its own. */
  admitsRequest(header: string | undefined): Promise<boolean>;
}

/** @param codeLifeMs how long a code is good, in milliseconds; for tests */
export function createGate(token = newToken(), codeLifeMs = CODE_LIFE_MS): Gate {
  let wrong = 0;
  const codes = new Map<string, () => void>();
  const admitsToken = async (shown: string | undefined) => {
    if (wrong >= FREE_TRIES) await sleep(PENALTY_MS);
    // Compared in constant time.
    const right = shown !== undefined && timingSafeEqual(digestOf(shown), digestOf(token));
    if (!right) wrong++;
    return right;
  };
  return {
    token,
    newCode(onEnd) {
      const code = newToken();
      const key = digestOf(code).toString('hex');
      const endCode = () => {
        clearTimeout(timer);
        codes.delete(key);
        onEnd();
      };
      const timer = setTimeout(endCode, codeLifeMs).unref();
      codes.set(key, endCode);
      return code;
    },
    async redeem(header) {
      if (wrong >= FREE_TRIES) await sleep(PENALTY_MS);
      // Looked up by its digest, so that the time tells nothing of the codes.
      const end = codes.get(digestOf(header?.startsWith(CODE) ? header.slice(CODE.length) : '').toString('hex'));
      end?.();
      if (end === undefined) wrong++;
      return end === undefined ? null : token;
    },
    close() {
      for (const end of [...codes.values()]) end();
    },
    admitsSocket: (header) =>
      admitsToken(
        (header ?? '')
          .split(',')
          .map((part) => part.trim())
          .find((part) => part.startsWith(TOKEN_PREFIX))
          ?.slice(TOKEN_PREFIX.length),
      ),
    admitsRequest: (header) => admitsToken(header?.startsWith(BEARER) ? header.slice(BEARER.length) : undefined),
  };
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
