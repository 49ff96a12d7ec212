/**
 * Whether an image would fit, told before it is downloaded: by its name, by the manifest beside it, or by its first
 * blocks. A name can only rule an image out, for what systemd compares stands inside.
 */

import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { messageOf, type Text } from '../../shared/messages/message.ts';
import type { Prediction, Release } from '../../shared/model/catalog.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { servedAt } from '../../shared/remotes/oci-address.ts';
import { type HostRelease, judgeFields, makeVerdict } from '../../shared/systemd/compatibility.ts';
import { fileAddress, isLocal, localPath } from '../http/address.ts';
import { requestAnswer } from '../http/client.ts';
import type { RandomAccess } from '../images/source.ts';
import { ImageError } from '../images/tree.ts';
import type { TextReader } from '../lists/text-reader.ts';
import { type Guard, TookTooMuch } from '../reader/guard.ts';
import { TOOK_TOO_MUCH } from '../reader/protocol.ts';
import type { Asker } from '../registry/ask.ts';
import { localFacts, openLocalImage } from './local-image.ts';
import type { Metadata } from './metadata.ts';
import { askerWith } from './registry.ts';
import { askFacts, type FileFacts, openRemoteImage } from './remote-image.ts';
import { ruledOut } from './ruled-out.ts';
import { shortWords } from './short-words.ts';

const MAX_MANIFEST = 4 * 1024 * 1024;

/** What is told of nothing but the verdict. */
const NOTHING_ELSE = {
  size: null,
  changedAt: null,
  class: null,
  inside: null,
  description: null,
  units: [],
  programs: [],
  isMissing: false,
} satisfies Omit<Prediction, 'verdict' | 'source'>;

/** What a name alone tells; null where it rules nothing out. */
export function predictByName(release: Release, host: HostRelease): Prediction | null {
  const byName = ruledOut(release, host);
  return byName === null ? null : { ...NOTHING_ELSE, verdict: byName, source: 'name' };
}

export interface PredictContext {
  readonly metadata: Metadata;
  readonly guard: Guard;
  readonly texts: TextReader;
}

/**
 * Tells whether a release would fit, asking its server where the name says nothing.
 *
 * @throws {VeneerError} where the server cannot be asked
 */
export async function predictRelease(
  release: Release,
  host: HostRelease,
  context: PredictContext,
  signal: AbortSignal | null,
): Promise<Prediction> {
  const byName = predictByName(release, host);
  if (byName !== null) return byName;
  if (release.oci !== null && (release.oci.what === 'layers' || release.packing !== null)) {
    return {
      ...NOTHING_ELSE,
      verdict: KNOWN_AFTER(messageOf('remote.it-is-packed')),
      source: null,
      size: release.oci.size,
    };
  }
  const address = addressOf(release);
  const byManifest = await readManifest(release, host, context, signal);
  if (byManifest !== null) {
    const words = shortWords({ ...NOTHING_ELSE, ...byManifest });
    return { ...NOTHING_ELSE, ...byManifest, ...words, source: 'manifest', ...(await factsOf(address, signal)) };
  }
  if (release.packing !== null) return afterDownload(address, signal, messageOf('remote.it-is-packed'));
  return readStart(release, host, context, signal);
}

const addressOf = (release: Release): string => servedAt(release) ?? fileAddress(release.folder, release.path);

const KNOWN_AFTER = (why: Text) =>
  makeVerdict(null, 'not-downloaded', messageOf('remote.known-after-download', { reason: why }));

async function afterDownload(address: string, signal: AbortSignal | null, why: Text): Promise<Prediction> {
  return { ...NOTHING_ELSE, verdict: KNOWN_AFTER(why), source: null, ...(await factsOf(address, signal)) };
}

function factsOf(address: string, signal: AbortSignal | null): Promise<FileFacts> | FileFacts {
  return isLocal(address) ? localFacts(localPath(address)) : askFacts(address, signal);
}

/** The first blocks are parsed by the guarded reader: nobody asked for this image yet, and whoever made it may mean harm. */
async function readStart(
  release: Release,
  host: HostRelease,
  { guard, texts }: PredictContext,
  signal: AbortSignal | null,
): Promise<Prediction> {
  const { name, class: extensionClass, oci } = release;
  const address = addressOf(release);
  try {
    const { source, changedAt } = await openAt(address, oci === null ? requestAnswer : askerWith(texts), signal);
    const { size } = source;
    const question = { about: 'fit', class: extensionClass, name, host } as const;
    try {
      const answer = await guard.ask(question, source, signal);
      if ('unreadable' in answer) return afterReading(answer.unreadable, size, changedAt);
      const from = answer.verdict.compatible === null ? null : 'image';
      return { ...NOTHING_ELSE, ...answer, ...shortWords(answer), source: from, size, changedAt };
    } catch (error) {
      if (!(error instanceof TookTooMuch)) throw error;
      return { ...NOTHING_ELSE, verdict: TOOK_TOO_MUCH, source: null, size, changedAt };
    }
  } catch (error) {
    if (error instanceof ImageError) {
      return oci === null ? afterDownload(address, signal, error.said) : afterReading(error.said, oci.size, null);
    }
    throw error;
  }
}

const afterReading = (why: Text, size: number, changedAt: number | null): Prediction => ({
  ...NOTHING_ELSE,
  verdict: KNOWN_AFTER(why),
  source: null,
  size,
  changedAt,
});

async function openAt(
  address: string,
  asker: Asker,
  signal: AbortSignal | null,
): Promise<{ readonly source: RandomAccess; readonly changedAt: number | null }> {
  if (isLocal(address)) return openLocalImage(localPath(address));
  const source = await openRemoteImage(address, signal, asker);
  return { source, changedAt: source.changedAt };
}

/** @returns null where there is no manifest that can be trusted to be the one of the list */
async function readManifest(
  { folder, manifest, class: extensionClass }: Release,
  host: HostRelease,
  { metadata, texts }: PredictContext,
  signal: AbortSignal | null,
): Promise<Pick<Prediction, 'verdict' | 'description'> | null> {
  if (manifest === null) return null;
  const address = fileAddress(folder, manifest.path);
  for (const cachePolicy of ['cache-only', 'revalidate'] as const) {
    const fetched = await metadata.fetch(address, MAX_MANIFEST, cachePolicy, signal);
    if (fetched === null) return null;
    const hash = createHash('sha256').update(fetched.body).digest('hex');
    if (hash !== manifest.sha256) continue;
    const fields = await texts.manifestFields(fetched.body, signal).catch(nullIfTooMuch);
    if (fields === null) return null;
    return { verdict: judgeFields(fields, host, extensionClass), description: fields.get('PRETTY_NAME') || null };
  }
  return null;
}

/** A manifest that takes too much to read tells nothing, as one that is none; the image itself does. */
function nullIfTooMuch(error: unknown): null {
  if (error instanceof VeneerError && error.code === 'too-large') return null;
  throw error;
}

/** Of what is predicted here: one more makes what was kept by the older rules be looked at again. */
const RULES = 4;

/** Names what a verdict depends on, so that it can be kept: the bytes, the name and the host. */
export function predictionKey(release: Release, host: HostRelease): string | null {
  const { name, class: extensionClass } = release;
  const bytes = release.sha256 ?? stampOf(release);
  if (bytes === null) return null;
  const judged = [RULES, name, extensionClass, host.architecture, host.rules.version, [...host.fields]];
  return `${bytes}-${createHash('sha256').update(JSON.stringify(judged)).digest('hex').slice(0, 16)}`;
}

/** What stands for the hash of a file of this machine that nobody took one of; null where it is gone. */
function stampOf({ folder, path }: Release): string | null {
  const address = fileAddress(folder, path);
  const stat = isLocal(address) ? statSync(localPath(address), { throwIfNoEntry: false }) : undefined;
  return stat === undefined ? null : `${address} ${stat.size} ${stat.mtimeMs}`;
}

/** For what could not be asked at all; not kept. */
export function notAsked(error: unknown): Prediction {
  if (error instanceof VeneerError && error.code === 'not-found') {
    return {
      ...NOTHING_ELSE,
      verdict: makeVerdict(null, 'not-downloaded', messageOf('remote.not-on-the-server')),
      source: null,
      isMissing: true,
    };
  }
  const why =
    error instanceof VeneerError ? error.message.replace(/\.$/, '') : messageOf('remote.server-could-not-be-asked');
  return { ...NOTHING_ELSE, verdict: KNOWN_AFTER(why), source: null };
}
