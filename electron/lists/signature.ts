/** Who signed a list: a detached OpenPGP signature, checked against pinned keys or the keyrings of systemd. */

import type { Key, Signature } from 'openpgp';
import { type Message, messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import type { Keyring, Signer } from './text-reader.ts';

const ARMOUR = '-----BEGIN PGP';
const MAX_KEY = 1024 * 1024;

/**
 * Looks whether a text is a public key.
 *
 * @returns it in its armour
 * @throws {VeneerError} `invalid-input`
 */
export async function checkKey(key: string): Promise<string> {
  const { readKey } = await import('openpgp');
  let read: Awaited<ReturnType<typeof readKey>>;
  try {
    if (key.length > MAX_KEY) throw new Error('it is too large');
    read = await readKey({ armoredKey: key });
  } catch (error) {
    throw new VeneerError('invalid-input', messageOf('remote.that-is-no-public-key-of'), {
      nextStep: messageOf('remote.give-file-that-server-tells-of'),
      detail: String(error),
    });
  }
  await refuseDead(read);
  return read.toPublic().armor();
}

/** A key that no list can be verified with any more is told at once, and not by the first list. */
async function refuseDead(key: Key): Promise<void> {
  const asRefused = (why: Message, detail: string) =>
    new VeneerError('invalid-input', messageOf('remote.that-key-cannot-sign-list', { reason: why }), {
      nextStep: messageOf('remote.ask-who-runs-server-for-key'),
      detail,
    });
  const fingerprint = key.getFingerprint().toUpperCase();
  if (await key.isRevoked()) throw asRefused(messageOf('remote.it-was-revoked'), fingerprint);
  const ends = await key.getExpirationTime();
  // null is a key that nobody vouches for, not even itself; the number is for one that never ends.
  if (ends instanceof Date && ends.getTime() <= Date.now()) {
    throw asRefused(messageOf('remote.it-expired-on', { day: ends.toISOString().slice(0, 10) }), fingerprint);
  }
  try {
    await key.getSigningKey();
  } catch (error) {
    throw asRefused(messageOf('remote.no-part-of-it-is-for'), `${fingerprint}: ${String(error)}`);
  }
}

/**
 * Checks the signature of a list.
 *
 * @returns the key that signed it
 * @throws {VeneerError} `not-verified` where no key of the ring signed these bytes
 */
export async function verifySignature(list: Buffer, signature: Buffer, ring: Keyring, host: string): Promise<Signer> {
  const found = await checkDetached(Uint8Array.from(list), signature, ring);
  if (found.signer !== null) return found.signer;
  const WHY = {
    'no-key': messageOf('remote.there-is-no-key-to-check'),
    stranger: messageOf('remote.its-signature-is-not-one-of'),
    unreadable: messageOf('remote.its-signature-cannot-be-read'),
  };
  throw new VeneerError('not-verified', messageOf('remote.list-of-is-not-used', { host, reason: WHY[found.refused] }), {
    nextStep: messageOf('remote.ask-who-runs-server-what-was'),
    detail: found.detail,
  });
}

export type Checked =
  | { readonly signer: Signer }
  | { readonly signer: null; readonly refused: 'no-key' | 'stranger' | 'unreadable'; readonly detail: string };

/**
 * Checks a detached OpenPGP signature of some bytes.
 *
 * @param content a stream where they are many: no more than a piece is in memory
 * @throws what the stream fails with
 */
export async function checkDetached(
  content: Uint8Array | ReadableStream<Uint8Array>,
  signature: Buffer,
  ring: Keyring,
): Promise<Checked> {
  const openpgp = await import('openpgp');
  const keys = (await Promise.all(ring.map((one) => readKeys(openpgp, one)))).flat();
  if (keys.length === 0) return { signer: null, refused: 'no-key', detail: 'the keyring is empty' };
  let read: Signature;
  try {
    const text = signature.toString('latin1');
    read = text.startsWith(ARMOUR)
      ? await openpgp.readSignature({ armoredSignature: text })
      : await openpgp.readSignature({ binarySignature: Uint8Array.from(signature) });
  } catch (error) {
    return { signer: null, refused: 'unreadable', detail: String(error) };
  }
  // Its types know the streams of browsers alone.
  const message = await openpgp.createMessage({ binary: content as Uint8Array });
  const checking = await openpgp.verify({ message, signature: read, verificationKeys: keys, format: 'binary' });
  await drained(checking.data);
  const problems: string[] = [];
  const signers: Signer[] = [];
  for (const one of checking.signatures) {
    try {
      await one.verified;
      const signer = keys.find((key) => key.getKeys(one.keyID).length > 0);
      const fingerprint = (signer?.getFingerprint() ?? one.keyID.toHex()).toUpperCase();
      const times = (await one.signature).packets.map(({ created }) => created?.getTime() ?? 0);
      signers.push({ fingerprint, signedAt: Math.max(0, ...times) });
    } catch (error) {
      problems.push(String(error));
    }
  }
  const [newest] = signers.sort((a, b) => b.signedAt - a.signedAt);
  if (newest !== undefined) return { signer: newest };
  return { signer: null, refused: 'stranger', detail: problems.join('\n') };
}

/** Signatures of a stream are known once it was read to its end. */
async function drained(data: unknown): Promise<void> {
  if (!(data instanceof ReadableStream)) return;
  const reader = data.getReader();
  while (!(await reader.read()).done);
}

async function readKeys(openpgp: typeof import('openpgp'), ring: string | Buffer) {
  const text = typeof ring === 'string' ? ring : ring.toString('latin1');
  try {
    return text.startsWith(ARMOUR)
      ? await openpgp.readKeys({ armoredKeys: text })
      : await openpgp.readKeys({ binaryKeys: Uint8Array.from(Buffer.from(ring as Buffer)) });
  } catch {
    // A keybox of GnuPG, or a damaged file: whoever has only that is told that there is no key.
    return [];
  }
}
