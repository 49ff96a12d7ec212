/** Which requests may come to a loopback door at all: a page of another site must not reach it (DNS rebinding, CSRF). */

import type { IncomingMessage } from 'node:http';

/**
 * Whether a Host header names this door.
 *
 * @param port the TCP port, or null over a unix socket, where the tunnel in front of it chooses any
 */
export function isOwnHost(host: string | undefined, port: number | null): boolean {
  if (host === undefined) return false;
  const match = /^(127\.0\.0\.1|localhost|\[::1\])(?::(\d{1,5}))?$/.exec(host);
  if (match === null) return false;
  return port === null || Number(match[2] ?? 80) === port;
}

/** Whether an Origin header is of a page that this door served: same host, plain http. */
export function isOwnOrigin(origin: string | undefined, host: string | undefined): boolean {
  return origin !== undefined && host !== undefined && origin === `http://${host}`;
}

export function fetchSiteOf({ headers }: Pick<IncomingMessage, 'headers'>): string | undefined {
  const value = headers['sec-fetch-site'];
  return typeof value === 'string' ? value : undefined;
}

/** Sec-Fetch-Site of a browser that says where the request comes from; absent from other clients. */
export function isSameSite(target: string | undefined): boolean {
  return target === undefined || target === 'same-origin' || target === 'none';
}
