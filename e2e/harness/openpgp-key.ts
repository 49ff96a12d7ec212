/** A key of GnuPG in a home of its own, which signs lists as their servers do. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './programs.ts';
import type { Scratch } from './scratch.ts';

export interface SigningKey {
  /** The public key in its armour. */
  readonly armour: string;
  readonly fingerprint: string;
  /** GnuPG's home, for programs that sign by it. */
  readonly home: string;
  /** Exports the public key as a keyring such as systemd's. */
  exportTo(file: string): void;
  /** Writes FILE.gpg beside a file. @param at as GnuPG takes a time, `YYYYMMDDThhmmss`; now unless it is given */
  sign(file: string, at?: string): void;
  /** The public key in its armour, after it was revoked. */
  revoke(): string;
  /** Ends the agent that GnuPG started. */
  close(): void;
}

/** @param made when it was made, and for how long, as GnuPG takes both */
export function makeSigningKey(
  scratch: Scratch,
  name: string,
  made: { readonly at?: string; readonly lasts?: string } = {},
): SigningKey {
  const home = join(scratch.path, `gpg-${name}`);
  mkdirSync(home, { mode: 0o700 });
  const gpg = (...args: string[]) => run('gpg', ['--homedir', home, '--batch', '--yes', '--quiet', ...args]);
  const atTime = (at: string | undefined) => (at === undefined ? [] : ['--faked-system-time', `${at}!`]);
  const { at, lasts = 'never' } = made;
  const user = `${name} <${name}@example.org>`;
  gpg(...atTime(at), '--passphrase', '', '--quick-generate-key', user, 'ed25519', 'sign', lasts);
  const fingerprint = /fpr:+([0-9A-F]{40}):/.exec(gpg('--with-colons', '--list-keys'))?.[1] ?? '';
  return {
    armour: gpg('--armor', '--export'),
    fingerprint,
    home,
    revoke() {
      // GnuPG guards the certificate that it made beforehand against use by mistake with a colon.
      const file = join(home, 'openpgp-revocs.d', `${fingerprint}.rev`);
      writeFileSync(file, readFileSync(file, 'utf8').replace(':-----BEGIN', '-----BEGIN'));
      gpg('--import', file);
      return gpg('--armor', '--export');
    },
    exportTo: (file) => void gpg('--output', file, '--export'),
    sign: (file, when) => void gpg(...atTime(when), '--output', `${file}.gpg`, '--detach-sign', file),
    close: () => void run('gpgconf', ['--homedir', home, '--kill', 'all']),
  };
}
