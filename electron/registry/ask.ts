/** Asks an OCI registry: anonymously, and with a token or this person's own login where it wants one. */

import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { isAskable } from '../http/address.ts';
import { type Answer, type Asking, hostOf, readWhole, refusalError, requestAnswer } from '../http/client.ts';
import { type Challenge, parseChallenge } from './challenge.ts';
import { loginFor } from './credentials.ts';

export interface RegistryAccess {
  /** The files in which logins may be. */
  readonly files: readonly string[];
  /** Reads the answer of a server of tokens. */
  readToken(answer: Buffer, signal: AbortSignal | null): Promise<string | null>;
}

export type Asker = (address: string, asking?: Asking) => Promise<Answer>;

const MAX_TOKEN_ANSWER = 64 * 1024;
/** What was let in by, for each repository; a registry says when one is over. */
const tokens = new Map<string, string>();
const MOST_TOKENS = 200;

/**
 * A way to ask a registry, as `ask` does.
 *
 * @returns throws {VeneerError} `server-error` also where it wants a login that is not there, or does not take it
 */
export function registryAsker(access: RegistryAccess): Asker {
  return async (address, asking = {}) => {
    const repository = repositoryOf(address);
    const before = tokens.get(repository);
    const first = await requestAnswer(address, before === undefined ? asking : withAuthorization(asking, before));
    // Who it sent on to has no say in what it is told.
    if (!isRefused(first, address)) return first;
    await first.body.dump({ limit: MAX_TOKEN_ANSWER }).catch(() => {
      // What a refusal says is of no use; one that breaks off is a refusal all the same.
    });
    tokens.delete(repository);
    const challenge = parseChallenge(first.headers['www-authenticate'] ?? '');
    const authorization = await authorizationFor(address, challenge, access, asking.signal ?? null);
    const second = await requestAnswer(address, withAuthorization(asking, authorization));
    if (isRefused(second, address)) {
      second.body.destroy();
      throw wantsLogin(address, 'given');
    }
    tokens.set(repository, authorization);
    if (tokens.size > MOST_TOKENS) tokens.delete(tokens.keys().next().value as string);
    return second;
  };
}

/** By the registry itself. */
const isRefused = (answer: Answer, address: string): boolean =>
  answer.status === 401 && new URL(answer.address).origin === new URL(address).origin;

const withAuthorization = (asking: Asking, authorization: string): Asking => ({
  ...asking,
  headers: { ...asking.headers, authorization },
});

/** Without what is asked of it. */
const repositoryOf = (address: string): string =>
  address.replace(/\?.*$/, '').replace(/\/(?:tags|manifests|blobs)\/[^/]+$/, '');

async function authorizationFor(
  address: string,
  challenge: Challenge | null,
  access: RegistryAccess,
  signal: AbortSignal | null,
): Promise<string> {
  const { origin, host, pathname } = new URL(address);
  const repository = repositoryOf(pathname).replace(/^\/v2\//, '');
  const login = loginFor(access.files, host === 'registry-1.docker.io' ? 'docker.io' : host, repository);
  const basic = login === null || login === 'helper' ? null : `Basic ${login.basic}`;
  const lack = login === 'helper' ? 'helper' : basic === null ? 'none' : 'given';
  if (challenge?.scheme === 'basic' && basic !== null) return basic;
  if (challenge?.scheme !== 'bearer') throw wantsLogin(address, lack);
  const realm = realmOf(challenge.realm, origin);
  if (realm === null) {
    throw new VeneerError('not-verified', messageOf('remote.wants-its-tokens-to-be-fetched', { host }), {
      nextStep: messageOf('remote.tell-who-runs-registry-nothing-was'),
      detail: `${address} -> ${challenge.realm}`,
    });
  }
  if (challenge.service !== null) realm.searchParams.set('service', challenge.service);
  // Never more than is needed, whatever is asked for.
  realm.searchParams.set('scope', `repository:${repository}:pull`);
  const answer = await requestAnswer(realm.href, { headers: basic === null ? {} : { authorization: basic }, signal });
  if (answer.status !== 200) {
    answer.body.destroy();
    if (answer.status === 401 || answer.status === 403) throw wantsLogin(address, lack);
    throw refusalError(realm.href, answer.status);
  }
  const token = await access.readToken(await readWhole(answer, MAX_TOKEN_ANSWER, signal), signal);
  if (token !== null) return `Bearer ${token}`;
  throw new VeneerError('server-error', messageOf('remote.gives-no-token-for', { server: realm.host, host }), {
    nextStep: messageOf('remote.try-again-later-if-it-stays'),
    detail: realm.href,
  });
}

/** Where tokens are fetched; null for what may not be asked: a login is sent there. */
function realmOf(realm: string, origin: string): URL | null {
  if (!isAskable(realm)) return null;
  const url = new URL(realm);
  url.hash = '';
  return url.protocol === 'https:' || origin.startsWith('http:') ? url : null;
}

function wantsLogin(address: string, lack: 'none' | 'helper' | 'given'): VeneerError {
  const host = hostOf(address);
  if (lack === 'given') {
    return new VeneerError('server-error', messageOf('remote.does-not-let-you-have-it', { host }), {
      nextStep: messageOf('remote.log-in-anew-podman-login', { host }),
      detail: address,
    });
  }
  const why =
    lack === 'helper'
      ? messageOf('remote.yours-is-kept-by-credential-helper')
      : messageOf('remote.or-repository-does-not-exist');
  return new VeneerError('server-error', messageOf('remote.wants-login-for-it', { host }), {
    nextStep: messageOf('remote.log-in-so-that-it-is', { host, why }),
    detail: address,
  });
}
