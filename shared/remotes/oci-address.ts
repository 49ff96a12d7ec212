/** Addresses of repositories in OCI registries, and where a registry has what (OCI distribution-spec). */
import { isLoopback } from '../sysupdate/transfer.ts';

export interface OciAddress {
  /** With its port, in lower case. */
  readonly host: string;
  readonly repository: string;
  /** The only one that is taken; null for all. */
  readonly tag: string | null;
}

const HOST = '(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\\[[0-9a-f:.]+\\])(?::\\d{1,5})?';
const PART = '[a-z0-9]+(?:(?:\\.|__?|-+)[a-z0-9]+)*';
const TAG = '[A-Za-z0-9_][A-Za-z0-9._-]{0,127}';
const ADDRESS = new RegExp(`^oci://(${HOST})/(${PART}(?:/${PART})*)(?::(${TAG}))?$`);
const MAX_REPOSITORY = 255;

/** Whether an address is meant to be one of a registry. */
export const isOci = (address: string): boolean => /^oci:/i.test(address);

/** @returns null for what is none */
export function parseOciAddress(text: string): OciAddress | null {
  const lower = text.replace(/^oci:\/\/[^/]*/i, (start) => start.toLowerCase()).replace(/\/$/, '');
  const [, host, repository, tag = null] = lower.length > 2000 ? [] : (ADDRESS.exec(lower) ?? []);
  if (host === undefined || repository === undefined || repository.length > MAX_REPOSITORY) return null;
  return { host, repository, tag };
}

/** As it is kept. */
export const ociAddress = ({ host, repository, tag }: OciAddress): string =>
  `oci://${host}/${repository}${tag === null ? '' : `:${tag}`}`;

/** The name of the extension, where nothing else tells one. */
export const lastPart = ({ repository }: OciAddress): string => repository.slice(repository.lastIndexOf('/') + 1);

export const isOciTag = (text: string): boolean => new RegExp(`^${TAG}$`).test(text);

/** Docker Hub answers under another name than the one that it is called by, and has a folder for what has none. */
const HUB = 'docker.io';

/** Where the registry answers, with the path of the repository and a slash at its end; http only at this machine itself. */
export function registryUrl({ host, repository }: OciAddress): string {
  const scheme = isLoopback(host.replace(/:\d+$/, '')) ? 'http' : 'https';
  if (host !== HUB) return `${scheme}://${host}/v2/${repository}/`;
  return `https://registry-1.docker.io/v2/${repository.includes('/') ? repository : `library/${repository}`}/`;
}

/**
 * Where a registry serves the image of a release, or the manifest of its layers.
 *
 * @returns null for a release that is in none
 */
export function servedAt(release: {
  readonly folder: string;
  readonly sha256: string | null;
  readonly oci: { readonly what: 'blob' | 'layers' } | null;
}): string | null {
  const at = release.oci === null ? null : parseOciAddress(release.folder);
  if (at === null || release.oci === null) return null;
  return `${registryUrl(at)}${release.oci.what === 'blob' ? 'blobs' : 'manifests'}/sha256:${release.sha256}`;
}
