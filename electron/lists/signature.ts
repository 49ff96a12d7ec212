/** Who signed a list: a detached OpenPGP signature, checked against pinned keys or the keyrings of systemd. */
import type { Key } from 'openpgp';
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
    throw new VeneerError('invalid-input', 'That is no public key of OpenPGP.', {
      nextStep: 'Give the file that the server tells of; it begins with -----BEGIN PGP PUBLIC KEY BLOCK-----.',
      detail: String(error),
    });
  }
  await refuseDead(read);
  return read.toPublic().armor();
}

/** A key that no list can be verified with any more is told at once, and not by the first list. */
async function refuseDead(key: Key): Promise<void> {
  const refuse = (why: string, detail: string) =>
    new VeneerError('invalid-input', `That key cannot sign a list: ${why}.`, {
      nextStep: 'Ask who runs the server for the key of today.',
      detail,
    });
  const fingerprint = key.getFingerprint().toUpperCase();
  if (await key.isRevoked()) throw refuse('it was revoked', fingerprint);
  const ends = await key.getExpirationTime();
  // null is a key that nobody vouches for, not even itself; the number is for one that never ends.
  if (ends instanceof Date && ends.getTime() <= Date.now()) {
    throw refuse(`it expired on ${ends.toISOString().slice(0, 10)}`, fingerprint);
  }
  try {
    await key.getSigningKey();
  } catch (error) {
    throw refuse('no part of it is for signing', `${fingerprint}: ${String(error)}`);
  }
}

/**
 * Checks the signature of a list.
 *
 * @returns the key that signed it
 * @throws {VeneerError} `not-verified` where no key of the ring signed these bytes
 */
export async function verifySignature(list: Buffer, signature: Buffer, ring: Keyring, host: string): Promise<Signer> {
  const openpgp = await import('openpgp');
  const refuse = (why: string, detail: string) =>
    new VeneerError('not-verified', `The list of ${host} is not used: ${why}.`, {
      nextStep: 'Ask who runs the server. What was installed before stays as it is.',
      detail,
    });
  const keys = (await Promise.all(ring.map((one) => readKeys(openpgp, one)))).flat();
  if (keys.length === 0) throw refuse('there is no key to check its signature with', 'the keyring is empty');
  try {
    const text = signature.toString('latin1');
    const read = text.startsWith(ARMOUR)
      ? await openpgp.readSignature({ armoredSignature: text })
      : await openpgp.readSignature({ binarySignature: Uint8Array.from(signature) });
    const message = await openpgp.createMessage({ binary: Uint8Array.from(list) });
    const { signatures } = await openpgp.verify({ message, signature: read, verificationKeys: keys });
    const problems: string[] = [];
    const signers: Signer[] = [];
    for (const one of signatures) {
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
    if (newest !== undefined) return newest;
    throw refuse('its signature is not one of the keys that are trusted', problems.join('\n'));
  } catch (error) {
    if (error instanceof VeneerError) throw error;
    throw refuse('its signature cannot be read', String(error));
  }
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
