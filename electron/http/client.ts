/** One way to ask a server, for everything that Veneer fetches: redirects, proxies, patience and errors in one place. */

import type { Dispatcher } from 'undici';
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { isAskable, redirectedTo } from './address.ts';
import { hasCertificates } from './certificates.ts';
import type { Timeouts } from './transport.ts';

export const TIMEOUTS: Timeouts = { answerMs: 20_000, silenceMs: 30_000 };

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Has to be read to its end, or destroyed. */
  readonly body: Dispatcher.ResponseData['body'];
  /** Where it came from in the end. */
  readonly address: string;
}

export interface Asking {
  readonly headers?: Readonly<Record<string, string>>;
  readonly method?: 'GET' | 'HEAD';
  readonly signal?: AbortSignal | null;
  readonly timeouts?: Timeouts;
}

const MAX_REDIRECTS = 10;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/**
 * Asks for a file, and follows where the server sends on; `authorization` is told to the first server alone.
 *
 * @throws {VeneerError} `unreachable` where no answer came, `not-verified` for a certificate that is not trusted and for
 *   a redirect to what is not https, `cancelled`
 */
export async function requestAnswer(address: string, asking: Asking = {}): Promise<Answer> {
  const { headers = {}, method = 'GET', signal = null, timeouts = TIMEOUTS } = asking;
  const { sendRequest: send } = await import('./transport.ts');
  const { authorization: _, ...forOthers } = headers;
  let own = true;
  let at = address;
  for (let hops = 0; hops <= MAX_REDIRECTS; hops++) {
    if (!isAskable(at)) throw notAskable(at);
    const answer = await send(at, {
      method,
      headers: { 'user-agent': 'veneer', 'accept-encoding': 'identity', ...(own ? headers : forOthers) },
      timeouts,
      signal,
    }).catch((error: unknown) => Promise.reject(networkError(at, error, signal)));
    const { statusCode, body } = answer;
    // Who reads it is told; what is given up half-read fails without anybody.
    body.on('error', () => {});
    const location = answer.headers['location'];
    if (!REDIRECTS.has(statusCode) || typeof location !== 'string') {
      return { status: statusCode, headers: plainHeaders(answer.headers), body, address: at };
    }
    await body.dump({ limit: 65_536 }).catch(() => {});
    const next = redirectedTo(at, location);
    if (next === null) {
      throw new VeneerError('not-verified', messageOf('remote.sends-on-to-address-that-is', { host: hostOf(at) }), {
        nextStep: messageOf('remote.tell-who-runs-server-nothing-was'),
        detail: `${at} -> ${location}`,
      });
    }
    // Once it left, also a way back is one that somebody else chose.
    own &&= new URL(next).origin === new URL(at).origin;
    at = next;
  }
  throw new VeneerError('server-error', messageOf('remote.sends-on-again-and-again', { host: hostOf(address) }), {
    nextStep: messageOf('remote.tell-who-runs-server-or-try'),
    detail: address,
  });
}

function notAskable(address: string): VeneerError {
  return new VeneerError('invalid-input', messageOf('remote.is-not-address-that-veneer-fetches', { address }), {
    nextStep: messageOf('remote.give-one-that-begins-with-https'),
  });
}

/** Whole small files, such as lists. @throws {VeneerError} `server-error` where it is larger, and what `ask` throws */
export async function readWhole(answer: Answer, limit: number, signal: AbortSignal | null): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  try {
    for await (const part of answer.body as AsyncIterable<Buffer>) {
      length += part.length;
      if (length > limit) {
        throw new VeneerError(
          'server-error',
          messageOf('remote.sends-list-without-end', { host: hostOf(answer.address) }),
          {
            nextStep: messageOf('remote.tell-who-runs-server-nothing-of'),
            detail: `${answer.address}: more than ${limit} bytes`,
          },
        );
      }
      parts.push(part);
    }
  } catch (error) {
    answer.body.destroy();
    throw networkError(answer.address, error, signal);
  }
  return Buffer.concat(parts);
}

function plainHeaders(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const one = Array.isArray(value) ? value[0] : value;
    if (one !== undefined) kept[name] = one;
  }
  return kept;
}

export const hostOf = (address: string): string => new URL(address).host;

/** Says that an answer is no answer to what was asked. */
export function refusalError(address: string, status: number): VeneerError {
  const detail = `${address}: HTTP ${status}`;
  const host = hostOf(address);
  if (status === 404 || status === 410) {
    return new VeneerError('not-found', messageOf('remote.has-no-such-file', { host }), {
      nextStep: messageOf('remote.look-for-newer-versions-list-may'),
      detail,
    });
  }
  if (status === 401 || status === 403) {
    return new VeneerError('server-error', messageOf('remote.does-not-let-anybody-have-it', { host }), {
      nextStep: messageOf('remote.ask-who-runs-server'),
      detail,
    });
  }
  if (status === 429 || status === 503) {
    return new VeneerError('server-error', messageOf('remote.is-busy-and-asks-to-wait', { host }), {
      nextStep: messageOf('common.try-again-later'),
      detail,
    });
  }
  return new VeneerError('server-error', messageOf('remote.answered-with-error', { host, status: String(status) }), {
    nextStep: messageOf('remote.try-again-later-if-it-stays'),
    detail,
  });
}

const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_(?:VERIFY|GET_ISSUER)|ALTNAME|HOSTNAME_MISMATCH/;

/** Whoever vouches for the server is not among those that are believed (X509_STORE_CTX_get_error(3)). */
const ISSUER = /SELF_SIGNED|UNABLE_TO_(?:VERIFY|GET_ISSUER)/;

/** What went wrong on the way, as one of our errors. */
export function networkError(address: string, error: unknown, signal: AbortSignal | null): unknown {
  if (error instanceof VeneerError) return error;
  if (signal?.aborted === true) return new VeneerError('cancelled', messageOf('common.it-was-stopped'));
  const { code = '', message } = innermostError(error);
  const host = hostOf(address);
  const detail = `${address}: ${code} ${message}`.trim();
  if (ISSUER.test(code) && !hasCertificates()) {
    return new VeneerError('not-verified', messageOf('remote.no-certificates-here', { host }), {
      nextStep: messageOf('remote.install-ca-certificates'),
      detail,
    });
  }
  if (CERTIFICATE.test(code)) {
    const message =
      code === 'CERT_HAS_EXPIRED'
        ? messageOf('remote.certificate-of-has-expired-nothing-was', { host })
        : messageOf('remote.certificate-of-is-not-one-that', { host });
    return new VeneerError('not-verified', message, {
      nextStep: messageOf('remote.look-at-date-of-this-machine'),
      detail,
    });
  }
  if (code === 'UND_ERR_BODY_TIMEOUT' || code === 'UND_ERR_HEADERS_TIMEOUT') {
    return new VeneerError('unreachable', messageOf('remote.went-silent', { host }), {
      nextStep: messageOf('common.try-again-later'),
      detail,
    });
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return new VeneerError('unreachable', messageOf('remote.is-not-known-here', { host }), {
      nextStep: messageOf('remote.look-whether-this-machine-is-online'),
      detail,
    });
  }
  const reached =
    code === 'UND_ERR_SOCKET' ||
    code === 'ECONNRESET' ||
    code === 'EPIPE' ||
    code.startsWith('HPE_') ||
    code.startsWith('UND_ERR_RES');
  return new VeneerError(
    'unreachable',
    reached ? messageOf('common.connection-to-was-cut', { host }) : messageOf('remote.cannot-be-reached', { host }),
    {
      nextStep: messageOf('common.look-whether-this-machine-is-online'),
      detail,
    },
  );
}

function innermostError(error: unknown): { readonly code?: string; readonly message: string } {
  let at = error as { code?: string; message?: string; cause?: unknown; errors?: unknown[] };
  for (let depth = 0; depth < 5; depth++) {
    const deeper = (at.cause ?? at.errors?.[0]) as typeof at | undefined;
    if (typeof deeper !== 'object' || deeper === null) break;
    at = deeper;
  }
  const message = at.message ?? String(error);
  return at.code === undefined ? { message } : { code: at.code, message };
}
