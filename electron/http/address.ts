/** Which addresses Veneer fetches from, and where an answer may send it on to. */

import { isAbsolute } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { isOci, ociAddress, parseOciAddress } from '../../shared/remotes/oci-address.ts';
import { isSourceUrl } from '../../shared/sysupdate/transfer.ts';

/**
 * The address of a folder as it is kept: with a slash at its end, without what it was typed with. That of a repository in
 * a registry has none.
 *
 * @param text an address of https, of http at this machine itself, of file:, of oci:, or an absolute path
 * @throws {VeneerError} `invalid-input`
 */
export function folderAddress(text: string): string {
  const given = text.trim();
  if (isOci(given)) {
    const registry = parseOciAddress(given);
    if (registry === null) throw refusedRegistry(text);
    return ociAddress(registry);
  }
  const url = parseAddress(isAbsolute(given) ? pathToFileURL(given).href : given);
  if (url === null || url.search !== '' || url.hash !== '') throw refusedAddress(text);
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  if (url.protocol === 'file:') {
    if (url.host !== '') throw refusedAddress(text);
    return url.href;
  }
  if (url.username !== '' || url.password !== '' || !isSourceUrl(url.href)) throw refusedAddress(text);
  return url.href;
}

function parseAddress(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

function refusedAddress(text: string): VeneerError {
  return new VeneerError('invalid-input', messageOf('remote.is-not-address-that-veneer-fetches', { address: text }), {
    nextStep: messageOf('remote.give-one-that-begins-with-https'),
  });
}

function refusedRegistry(text: string): VeneerError {
  return new VeneerError('invalid-input', messageOf('remote.is-not-address-of-repository-in', { address: text }), {
    nextStep: messageOf('remote.give-one-such-as-oci-ghcr'),
  });
}

/** Whether the folder is one of this machine. */
export const isLocal = (address: string): boolean => address.startsWith('file:');

/** The path of a local folder or file. */
export const localPath = (address: string): string => fileURLToPath(address);

/** The address of a file in a folder; each part of its path stays what it is. @param path relative, in its normal form */
export function fileAddress(folder: string, path: string): string {
  return new URL(path.split('/').map(encodeURIComponent).join('/'), folder).href;
}

/**
 * Whether an address may be asked at all, looked at where it is asked: https, or http at this machine itself, without a
 * user.
 */
export function isAskable(address: string): boolean {
  const url = parseAddress(address);
  if (url === null || url.username !== '' || url.password !== '') return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isSourceUrl(`${url.origin}/`));
}

/**
 * Where a redirect leads.
 *
 * @returns null where it may not be followed: only https is, or http at this machine from there
 */
export function redirectedTo(from: string, location: string): string | null {
  let to: URL;
  try {
    to = new URL(location, from);
  } catch {
    return null;
  }
  to.hash = '';
  const isHttps = to.protocol === 'https:' && to.username === '' && to.password === '';
  const staysHere = to.protocol === 'http:' && from.startsWith('http:') && isSourceUrl(to.href);
  return isHttps || staysHere ? to.href : null;
}
