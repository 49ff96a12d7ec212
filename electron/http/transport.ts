/** The library that speaks HTTP, in a file of its own, for it is loaded only once somebody asks a server. */
import tls from 'node:tls';
import { type Dispatcher, EnvHttpProxyAgent, request } from 'undici';
import { systemCertificates } from './certificates.ts';

/** How long a server is waited for. */
export interface Timeouts {
  /** Until a connection stands, and until an answer begins. */
  readonly answerMs: number;
  /** Between two pieces of an answer. */
  readonly silenceMs: number;
}

const IDLE_MS = 4000;

const agents = new Map<string, EnvHttpProxyAgent>();

export interface Sending {
  readonly method: 'GET' | 'HEAD';
  readonly headers: Readonly<Record<string, string>>;
  readonly timeouts: Timeouts;
  readonly signal: AbortSignal | null;
}

/** Sends one request; redirects are for the caller. @throws what the library throws */
export const sendRequest = (address: string, { timeouts, ...sending }: Sending): Promise<Dispatcher.ResponseData> =>
  request(address, { ...sending, dispatcher: agentFor(address, timeouts) });

/** Reads http_proxy, https_proxy and no_proxy of the environment. */
function agentFor(address: string, { answerMs, silenceMs }: Timeouts): EnvHttpProxyAgent {
  const isSecure = address.startsWith('https:');
  const key = `${isSecure} ${answerMs} ${silenceMs}`;
  const known = agents.get(key);
  if (known !== undefined) return known;
  const ca = isSecure ? trustedCertificates() : null;
  const trust = ca === null ? {} : { ca };
  const agent = new EnvHttpProxyAgent({
    connect: { timeout: answerMs, ...trust },
    requestTls: trust,
    headersTimeout: answerMs,
    bodyTimeout: silenceMs,
    keepAliveTimeout: IDLE_MS,
  });
  agents.set(key, agent);
  return agent;
}

/** Those of Node, and those that the administrator of this system trusts; null where this Node cannot read them. */
function trustedCertificates(): string[] | null {
  if (typeof tls.getCACertificates !== 'function') return null;
  return [...tls.getCACertificates('default'), ...systemCertificates()];
}
