/** Whether the file of a source, or the list that has its checksum, is signed with the key that the recipe names. */
import { createReadStream, statSync } from 'node:fs';
import { Readable } from 'node:stream';
import { type Message, messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { parseChecksums } from '../../shared/remotes/checksums.ts';
import { checkDetached } from '../lists/signature.ts';
import { readRegular } from '../node/regular-file.ts';
import { type Content, isMinisignKey, type Judged, judgeMinisign } from './minisign.ts';

const MAX_KEY = 1024 * 1024;

/** A small file, from wherever the recipe has it. */
export interface Small {
  /** As it is told. */
  readonly place: string;
  readonly bytes: Buffer;
}

export interface Signing {
  /** Path of the public key. */
  readonly key: string;
  readonly signature: Small;
  /** null where the signature is of the file itself. */
  readonly sums: Small | null;
}

/**
 * @param place of the file, as it is told
 * @param name of the file, as a list of checksums has it
 * @returns the checksum that is signed; null where the file itself is, and was checked
 * @throws {VeneerError} `not-verified`, `not-found` and `invalid-input` for the key
 */
export async function checkSigned(path: string, place: string, name: string, signing: Signing): Promise<string | null> {
  const { sums } = signing;
  await needSignature(sums === null ? contentOf(path) : bytesAs(sums.bytes), sums?.place ?? place, signing);
  if (sums === null) return null;
  const { files } = parseChecksums(sums.bytes.toString('utf8'));
  const found = files.filter((one) => one.path === name || one.path.endsWith(`/${name}`));
  const [only] = found;
  if (only !== undefined && found.every(({ sha256 }) => sha256 === only.sha256)) return only.sha256;
  throw notVerified(messageOf('build.not-in-sums', { list: sums.place, name }));
}

async function needSignature(content: Content, place: string, { key, signature }: Signing): Promise<void> {
  const bytes = readRegular(key, MAX_KEY, { followLink: true });
  if (bytes === null)
    throw new VeneerError('not-found', messageOf('common.there-is-nothing-at', { path: key }), {
      nextStep: messageOf('build.give-key-file'),
    });
  const judged = isMinisignKey(bytes)
    ? await judgeMinisign(content, signature.bytes, bytes)
    : await judgeOpenPgp(content, signature.bytes, bytes);
  if (judged === 'no-key')
    throw new VeneerError('invalid-input', messageOf('build.is-no-key', { path: key }), {
      nextStep: messageOf('build.give-key-file'),
    });
  if (judged === 'unreadable') throw notVerified(messageOf('build.is-no-signature', { path: signature.place }));
  if (judged === 'too-large') throw notVerified(messageOf('build.is-signed-in-old-way', { path: place }));
  if (judged === 'other') throw notVerified(messageOf('build.is-signed-by-other', { path: place, key }));
}

async function judgeOpenPgp(content: Content, signature: Buffer, key: Buffer): Promise<Judged> {
  const stream = Readable.toWeb(Readable.from(content.pieces())) as ReadableStream<Uint8Array>;
  const found = await checkDetached(stream, signature, [key]);
  if (found.signer !== null) return 'signed';
  return found.refused === 'stranger' ? 'other' : found.refused;
}

const contentOf = (path: string): Content => ({
  size: statSync(path).size,
  pieces: () => createReadStream(path, { highWaterMark: 1024 * 1024 }),
});

const bytesAs = (bytes: Buffer): Content => ({
  size: bytes.length,
  async *pieces() {
    yield bytes;
  },
});

const notVerified = (said: Message) =>
  new VeneerError('not-verified', said, { nextStep: messageOf('build.look-at-source') });
