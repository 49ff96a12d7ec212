/** One way to ask a server, for everything that Veneer fetches: redirects, proxies, patience and errors in one place. */
import type { Dispatcher } from 'undici';
import { VeneerError } from '../../shared/model/errors.ts';
import { isAskable, redirected } from './address.ts';
import type { Patience } from './transport.ts';

export const PATIENCE: Patience = { answerMs: 20_000, silenceMs: 30_000 };

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
  readonly patience?: Patience;
}

const MAX_REDIRECTS = 10;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/**
 * Asks for a file, and follows where the server sends on; `authorization` is told to the first server alone.
 *
 * @throws {VeneerError} `unreachable` where no answer came, `not-verified` for a certificate that is not trusted and for
 *   a redirect to what is not https, `cancelled`
 */
export async function ask(address: string, asking: Asking = {}): Promise<Answer> {
  const { headers = {}, method = 'GET', signal = null, patience = PATIENCE } = asking;
  const { send } = await import('./transport.ts');
  const { authorization: _, ...forOthers } = headers;
  let own = true;
  let at = address;
  for (let hops = 0; hops <= MAX_REDIRECTS; hops++) {
    if (!isAskable(at)) throw notAskable(at);
    const answer = await send(at, {
      method,
      headers: { 'user-agent': 'veneer', 'accept-encoding': 'identity', ...(own ? headers : forOthers) },
      patience,
      signal,
    }).catch((error: unknown) => Promise.reject(networkError(at, error, signal)));
    const { statusCode, body } = answer;
    // Who reads it is told; what is given up half-read fails without anybody.
    body.on('error', () => {});
    const location = answer.headers['location'];
    if (!REDIRECTS.has(statusCode) || typeof location !== 'string') {
      return { status: statusCode, headers: plain(answer.headers), body, address: at };
    }
    await body.dump({ limit: 65_536 }).catch(() => {});
    const next = redirected(at, location);
    if (next === null) {
      throw new VeneerError('not-verified', `${hostOf(at)} sends on to an address that is not https.`, {
        nextStep: 'Tell who runs the server. Nothing was downloaded.',
        detail: `${at} -> ${location}`,
      });
    }
    // Once it left, also a way back is one that somebody else chose.
    own &&= new URL(next).origin === new URL(at).origin;
    at = next;
  }
  throw new VeneerError('server-error', `${hostOf(address)} sends on again and again.`, {
    nextStep: 'Tell who runs the server, or try again later.',
    detail: address,
  });
}

function notAskable(address: string): VeneerError {
  return new VeneerError('invalid-input', `${address} is not an address that Veneer fetches from.`, {
    nextStep: 'Give one that begins with https://, a folder such as /media/usb, or http:// at this machine itself.',
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
        throw new VeneerError('server-error', `${hostOf(answer.address)} sends a list without end.`, {
          nextStep: 'Tell who runs the server. Nothing of it was kept.',
          detail: `${answer.address}: more than ${limit} bytes`,
        });
      }
      parts.push(part);
    }
  } catch (error) {
    answer.body.destroy();
    throw networkError(answer.address, error, signal);
  }
  return Buffer.concat(parts);
}

function plain(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const one = Array.isArray(value) ? value[0] : value;
    if (one !== undefined) kept[name] = one;
  }
  return kept;
}

export const hostOf = (address: string): string => new URL(address).host;

/** Says that an answer is no answer to what was asked. */
export function refusal(address: string, status: number): VeneerError {
  const detail = `${address}: HTTP ${status}`;
  const host = hostOf(address);
  if (status === 404 || status === 410) {
    return new VeneerError('not-found', `${host} has no such file.`, {
      nextStep: 'Look for newer versions: the list may be older than the server.',
      detail,
    });
  }
  if (status === 401 || status === 403) {
    return new VeneerError('server-error', `${host} does not let anybody have it.`, {
      nextStep: 'Ask who runs the server.',
      detail,
    });
  }
  if (status === 429 || status === 503) {
    return new VeneerError('server-error', `${host} is busy and asks to wait.`, {
      nextStep: 'Try again later.',
      detail,
    });
  }
  return new VeneerError('server-error', `${host} answered with the error ${status}.`, {
    nextStep: 'Try again later. If it stays, tell who runs the server.',
    detail,
  });
}

const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_(?:VERIFY|GET_ISSUER)|ALTNAME|HOSTNAME_MISMATCH/;

/** What went wrong on the way, as one of our errors. */
export function networkError(address: string, error: unknown, signal: AbortSignal | null): unknown {
  if (error instanceof VeneerError) return error;
  if (signal?.aborted === true) return new VeneerError('cancelled', 'It was stopped.');
  const { code = '', message } = innermost(error);
  const host = hostOf(address);
  const detail = `${address}: ${code} ${message}`.trim();
  if (CERTIFICATE.test(code)) {
    const message =
      code === 'CERT_HAS_EXPIRED'
        ? `The certificate of ${host} has expired. Nothing was fetched from it.`
        : `The certificate of ${host} is not one that this system trusts. Nothing was fetched from it.`;
    return new VeneerError('not-verified', message, {
      nextStep: 'Look at the date of this machine, or ask who runs the server.',
      detail,
    });
  }
  if (code === 'UND_ERR_BODY_TIMEOUT' || code === 'UND_ERR_HEADERS_TIMEOUT') {
    return new VeneerError('unreachable', `${host} went silent.`, { nextStep: 'Try again later.', detail });
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return new VeneerError('unreachable', `${host} is not known here.`, {
      nextStep: 'Look whether this machine is online, and whether the address is right.',
      detail,
    });
  }
  const reached =
    code === 'UND_ERR_SOCKET' ||
    code === 'ECONNRESET' ||
    code === 'EPIPE' ||
    code.startsWith('HPE_') ||
    code.startsWith('UND_ERR_RES');
  return new VeneerError('unreachable', reached ? `The connection to ${host} was cut.` : `${host} cannot be reached.`, {
    nextStep: 'Look whether this machine is online, and try again.',
    detail,
  });
}

function innermost(error: unknown): { readonly code?: string; readonly message: string } {
  let at = error as { code?: string; message?: string; cause?: unknown; errors?: unknown[] };
  for (let depth = 0; depth < 5; depth++) {
    const deeper = (at.cause ?? at.errors?.[0]) as typeof at | undefined;
    if (typeof deeper !== 'object' || deeper === null) break;
    at = deeper;
  }
  const message = at.message ?? String(error);
  return at.code === undefined ? { message } : { code: at.code, message };
}
