/** The window's files, for whichever door asks: a fixed folder, fixed types, nothing outside it. */

import { randomBytes } from 'node:crypto';
import { readFile, realpath } from 'node:fs/promises';
import { extname, join, resolve, sep } from 'node:path';
import { messageOf } from '../../shared/messages/message.ts';

export interface Asset {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** Where index.html has this text, each answer gets a nonce of its own. */
const NONCE_PLACEHOLDER = 'VENEER_NONCE';

/** React Aria makes style elements, for which the nonce is; everything else comes from the folder. */
function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');
}

function plainText(status: number, text: string): Asset {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: Buffer.from(`${text}\n`) };
}

/**
 * One file of the window.
 *
 * @param folder the built window
 * @param path the path of the request's URL, still percent-encoded
 */
export async function serveAsset(folder: string, path: string): Promise<Asset> {
  let decoded: string;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    return plainText(400, messageOf('core.this-is-not-path').text);
  }
  if (decoded.includes('\0') || decoded.includes('\\')) return plainText(400, messageOf('core.this-is-not-path').text);
  const isIndex = decoded === '/' || decoded === '/index.html';
  const root = resolve(folder);
  const place = resolve(root, `.${isIndex ? '/index.html' : decoded}`);
  if (!place.startsWith(root + sep)) return plainText(404, messageOf('core.there-is-nothing-here').text);
  const type = TYPES[extname(place)];
  if (type === undefined) return plainText(404, messageOf('core.there-is-nothing-here').text);
  let body: Buffer;
  try {
    // A symlink in the folder must not lead out of it either.
    if ((await realpath(place)) !== join(await realpath(root), place.slice(root.length))) {
      return plainText(404, messageOf('core.there-is-nothing-here').text);
    }
    body = await readFile(place);
  } catch {
    return plainText(404, messageOf('core.there-is-nothing-here').text);
  }
  const headers: Record<string, string> = {
    'content-type': type,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    // Names of built files carry a hash of their content.
    'cache-control': isIndex ? 'no-store' : 'public, max-age=31536000, immutable',
  };
  if (isIndex) {
    const nonce = randomBytes(16).toString('base64url');
    headers['content-security-policy'] = contentSecurityPolicy(nonce);
    body = Buffer.from(body.toString('utf8').replaceAll(NONCE_PLACEHOLDER, nonce));
  }
  return { status: 200, headers, body };
}
