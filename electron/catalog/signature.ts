/** Who signed a list: a detached OpenPGP signature, checked against pinned keys or the keyrings of systemd. */
import { readFileSync } from 'node:fs';
import { VeneerError } from '../../shared/errors.ts';
import { resolveInRoot } from '../host/rooted.ts';

const ARMOUR = '-----BEGIN PGP';
const MAX_KEY = 1024 * 1024;
/**
 * From which systemd on both keyrings count. Its manual of 257 says one or the other; that the local one then goes first is
 * how systemd-pull names it, and was not measured.
 */
const BOTH_SINCE = 262;

/**
 * Looks whether a text is a public key.
 *
 * @returns it in its armour
 * @throws {VeneerError} `invalid-input`
 */
export async function checkKey(key: string): Promise<string> {
  const { readKey } = await import('openpgp');
  try {
    if (key.length > MAX_KEY) throw new Error('it is too large');
    const read = await readKey({ armoredKey: key });
    return read.toPublic().armor();
  } catch (error) {
    throw new VeneerError('invalid-input', 'That is no public key of OpenPGP.', {
      nextStep: 'Give the file that the server tells of; it begins with -----BEGIN PGP PUBLIC KEY BLOCK-----.',
      detail: String(error),
    });
  }
}

/** Public keys, in armour or not, as they lie in files. */
export type Keyring = readonly (string | Buffer)[];

/** The keyrings that systemd-sysupdate checks lists with. @param root the directory that stands for `/` */
export function systemKeyring(root: string, systemdVersion: number): Keyring {
  const first = (...paths: string[]) => paths.map((path) => readInRoot(root, path)).find((one) => one !== null) ?? null;
  const local = first('/etc/systemd/import-pubring.pgp', '/etc/systemd/import-pubring.gpg');
  const vendor = first('/usr/lib/systemd/import-pubring.pgp', '/usr/lib/systemd/import-pubring.gpg');
  const counted = systemdVersion >= BOTH_SINCE || local === null ? [local, vendor] : [local];
  return counted.filter((one) => one !== null);
}

function readInRoot(root: string, path: string): Buffer | null {
  const resolved = resolveInRoot(root, path);
  if (!resolved.found) return null;
  try {
    return readFileSync(resolved.hostPath);
  } catch {
    return null;
  }
}

/**
 * Checks the signature of a list.
 *
 * @returns the fingerprint of the key that signed it
 * @throws {VeneerError} `not-verified` where no key of the ring signed these bytes
 */
export async function verifySignature(list: Buffer, signature: Buffer, ring: Keyring, host: string): Promise<string> {
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
    for (const one of signatures) {
      try {
        await one.verified;
        const signer = keys.find((key) => key.getKeys(one.keyID).length > 0);
        return (signer?.getFingerprint() ?? one.keyID.toHex()).toUpperCase();
      } catch (error) {
        problems.push(String(error));
      }
    }
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
