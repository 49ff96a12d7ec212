/** A key of GnuPG in a home of its own, which signs lists as their servers do. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './programs.ts';
import type { Scratch } from './scratch.ts';

export interface SigningKey {
  /** The public key in its armour. */
  readonly armour: string;
  readonly fingerprint: string;
  /** Exports the public key as a keyring such as systemd's. */
  exportTo(file: string): void;
  /** Writes FILE.gpg beside a file. */
  sign(file: string): void;
  /** Ends the agent that GnuPG started. */
  close(): void;
}

export function makeSigningKey(scratch: Scratch, name: string): SigningKey {
  const home = join(scratch.path, `gpg-${name}`);
  mkdirSync(home, { mode: 0o700 });
  const gpg = (...args: string[]) => run('gpg', ['--homedir', home, '--batch', '--yes', '--quiet', ...args]);
  gpg('--passphrase', '', '--quick-generate-key', `${name} <${name}@example.org>`, 'ed25519', 'sign', 'never');
  return {
    armour: gpg('--armor', '--export'),
    fingerprint: /fpr:+([0-9A-F]{40}):/.exec(gpg('--with-colons', '--list-keys'))?.[1] ?? '',
    exportTo: (file) => void gpg('--output', file, '--export'),
    sign: (file) => void gpg('--output', `${file}.gpg`, '--detach-sign', file),
    close: () => void run('gpgconf', ['--homedir', home, '--kill', 'all']),
  };
}
