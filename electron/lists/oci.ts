/** What a registry tells in JSON: tags, manifests, configurations, tokens. What is not understood is left out. */

import { PACKINGS } from '../../shared/images/release-name.ts';
import { isOciTag } from '../../shared/remotes/oci-address.ts';
import { newestTags } from '../../shared/remotes/oci-release.ts';
import { architectureFromGo } from '../../shared/systemd/architecture.ts';
import type { OciBlob, OciFile, OciLayer, OciManifest, OciPlatform } from './text-reader.ts';

/** Of a page, of an index, of a manifest. More is nobody's. */
const MOST_TAGS = 20_000;
const MOST_PLATFORMS = 32;
/** As many as overlayfs can put together. */
const MOST_LAYERS = 128;

const LAYER = /^application\/vnd\.(?:oci\.image\.layer\.v1\.tar|docker\.image\.rootfs\.diff\.tar)(?:[.+](gzip|zstd))?$/;
const CONFIG = /^application\/vnd\.(?:oci\.image\.config\.v1|docker\.container\.image\.v1)\+json$/;
const INDEX = /^application\/vnd\.(?:oci\.image\.index\.v1|docker\.distribution\.manifest\.list\.v2)\+json$/;
const RAW_TITLE = /\.raw(?:\.(xz|gz|zst))?$/;
const RAW_TYPE = /[./+-]raw(?:[.+](gzip|zstd|xz))?$/;
const PACKING_OF: Readonly<Record<string, OciFile['packing']>> = { gzip: 'gz', zstd: 'zst', xz: 'xz' };

type Fields = Readonly<Record<string, unknown>>;

function parseFields(text: Buffer): Fields | null {
  try {
    return objectOf(JSON.parse(text.toString('utf8')));
  } catch {
    return null;
  }
}

const objectOf = (value: unknown): Fields | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The newest of the tags on one page; null where it is no list of tags. Thousands of them take seconds to compare. */
export function ociTags(page: Buffer): string[] | null {
  const told = parseFields(page);
  if (told === null || !('tags' in told)) return null;
  const tags = listOf(told['tags']).slice(0, MOST_TAGS);
  return newestTags(tags.filter((tag): tag is string => typeof tag === 'string' && isOciTag(tag)));
}

/** What a manifest or an index says that there is; null where it is neither. */
export function ociManifest(text: Buffer): OciManifest | null {
  const told = parseFields(text);
  if (told === null) return null;
  // Only the older ones of OCI do without it.
  const isIndex =
    told['mediaType'] === undefined ? Array.isArray(told['manifests']) : INDEX.test(textOf(told['mediaType']));
  if (isIndex) {
    const manifests = listOf(told['manifests'])
      .slice(0, 4 * MOST_PLATFORMS)
      .flatMap(platformOf);
    return { kind: 'index', manifests: manifests.slice(0, MOST_PLATFORMS) };
  }
  if (!Array.isArray(told['layers'])) return null;
  const layers: readonly unknown[] = told['layers'];
  if (layers.length > MOST_LAYERS) return { kind: 'other' };
  const files = layers.flatMap(fileOf);
  if (files.length > 0) return { kind: 'files', files };
  const tars = layers.flatMap(layerOf);
  // One that is left out would make another tree.
  if (tars.length === 0 || tars.length < layers.length) return { kind: 'other' };
  const config = objectOf(told['config']);
  const isConfig = config !== null && CONFIG.test(textOf(config['mediaType']));
  return { kind: 'layers', layers: tars, config: isConfig ? blobOf(config) : null };
}

/** The architecture that a configuration tells, in systemd's spelling. */
export function ociArchitecture(config: Buffer): string | null {
  return architectureFromGo(textOf(parseFields(config)?.['architecture']));
}

/** A token, which has to be fit for a header. */
export function ociToken(answer: Buffer): string | null {
  const told = parseFields(answer);
  const token = textOf(told?.['token']) || textOf(told?.['access_token']);
  return /^[!-~]+$/.test(token) ? token : null;
}

function blobOf(descriptor: Fields): OciBlob | null {
  const { digest, size } = descriptor;
  const [, sha256] = /^sha256:([0-9a-f]{64})$/.exec(textOf(digest)) ?? [];
  if (sha256 === undefined || !Number.isSafeInteger(size) || (size as number) < 0) return null;
  return { sha256, size: size as number };
}

/** Without what is for other systems, and what says where an image was built (in-toto), whose platform is `unknown`. */
function platformOf(one: unknown): OciPlatform[] {
  const descriptor = objectOf(one) ?? {};
  const blob = blobOf(descriptor);
  const platform = objectOf(descriptor['platform']);
  if (blob === null || INDEX.test(textOf(descriptor['mediaType']))) return [];
  if (platform === null) return [{ ...blob, architecture: null }];
  const architecture = architectureFromGo(textOf(platform['architecture']));
  const isLinux = ['', 'linux'].includes(textOf(platform['os']));
  return isLinux && architecture !== null ? [{ ...blob, architecture }] : [];
}

function fileOf(one: unknown): OciFile[] {
  const descriptor = objectOf(one) ?? {};
  const blob = blobOf(descriptor);
  const path = textOf(objectOf(descriptor['annotations'])?.['org.opencontainers.image.title']);
  const title = path.slice(path.lastIndexOf('/') + 1);
  const byTitle = RAW_TITLE.exec(title);
  const byType = RAW_TYPE.exec(textOf(descriptor['mediaType']));
  if (blob === null || (byTitle === null && byType === null)) return [];
  const packing =
    byTitle === null ? (PACKING_OF[byType?.[1] ?? ''] ?? null) : PACKINGS.find((one) => one === byTitle[1]);
  return [{ ...blob, title: byTitle === null ? null : title, packing: packing ?? null }];
}

function layerOf(one: unknown): OciLayer[] {
  const descriptor = objectOf(one) ?? {};
  const blob = blobOf(descriptor);
  const told = LAYER.exec(textOf(descriptor['mediaType']));
  if (blob === null || told === null) return [];
  return [{ ...blob, packing: told[1] === 'gzip' ? 'gz' : told[1] === 'zstd' ? 'zst' : null }];
}
