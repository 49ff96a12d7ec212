/** A stand-in for each known remote, with an extension that a machine made for it can install and bring up to date. */
import { join } from 'node:path';
import { makeSigningKey } from '../openpgp-key.ts';
import type { Scratch } from '../scratch.ts';
import { fedora } from './fedora.ts';
import { flatcar } from './flatcar.ts';
import { frostyard } from './frostyard.ts';
import type { Host } from './internet.ts';
import { opensuse, SNAPSHOT } from './opensuse.ts';

export interface StandIn {
  /** os-release of a machine that the remote is made for. */
  readonly osRelease: string;
  /** The host of its list. */
  readonly host: string;
  /** What the window says of who vouches for its images. */
  readonly vouched: string | RegExp;
  /** How many extensions it lists. */
  readonly count: number;
  readonly name: string;
  /** Versions as the catalog has them. */
  readonly older: string;
  readonly newer: string;
  /** Under which name the older one is installed, where its release file has another. */
  readonly installedAs: string;
  /** The newer one in the store. */
  readonly file: string;
  /** Puts what is published into the folder, and its key, where there is one, into `tree`. */
  publish(scratch: Scratch): { readonly hosts: readonly Host[]; close(): void };
}

const unsigned = (hosts: (scratch: Scratch) => Host[]) => (scratch: Scratch) => ({ hosts: hosts(scratch), close() {} });

const FEDORA_43 = {
  osRelease: 'ID=fedora\nVARIANT_ID=coreos\nVERSION_ID=43\n',
  host: 'extensions.fcos.fr',
  vouched: 'From https://extensions.fcos.fr, checksum matched',
} as const;

/** By the name of the known remote. */
export const STAND_INS: Readonly<Record<string, StandIn>> = {
  flatcar: {
    osRelease: 'ID=flatcar\nID_LIKE=coreos\nVERSION_ID=4459.2.0\n',
    host: 'extensions.flatcar.org',
    vouched: 'From https://extensions.flatcar.org, checksum matched',
    count: 3,
    name: 'docker',
    older: '29.5.0',
    newer: '29.6.2',
    installedAs: 'docker',
    file: 'docker-29.6.2-x86-64.raw',
    publish: unsigned(flatcar),
  },
  fedora: {
    ...FEDORA_43,
    count: 5,
    name: 'tree',
    older: '2.2.1-1.fc43-43',
    newer: '2.2.1-2.fc43-43',
    installedAs: 'tree',
    file: 'tree-2.2.1-2.fc43-43-x86-64.raw',
    publish: unsigned(fedora),
  },
  'fedora-community': {
    ...FEDORA_43,
    count: 2,
    name: '1password-cli',
    older: '2.33.1-1-43',
    newer: '2.34.0-1-43',
    installedAs: '1password-cli',
    file: '1password-cli-2.34.0-1-43-x86-64.raw',
    publish: unsigned(fedora),
  },
  opensuse: {
    osRelease: `ID=opensuse-microos\nVERSION_ID=${SNAPSHOT}\n`,
    host: 'download.opensuse.org',
    vouched: 'From https://download.opensuse.org, checksum matched',
    count: 3,
    name: 'debug',
    older: '29.0',
    newer: '29.1',
    installedAs: 'debug-29.0.x86-64',
    file: 'debug-29.1.x86-64-29.1-x86-64.raw',
    publish: unsigned(opensuse),
  },
  frostyard: {
    osRelease: 'ID=debian\nVERSION_ID=13\n',
    host: 'repository.frostyard.org',
    vouched: /^Signed by Frostyard \([0-9A-F]{16}\)$/,
    count: 2,
    name: 'docker',
    older: '5+29.7.1-1~debian.13~trixie-13',
    newer: '5+29.7.2-1~debian.13~trixie-13',
    installedAs: 'docker',
    file: 'docker-5+29.7.2-1~debian.13~trixie-13-x86-64.raw',
    publish(scratch) {
      const key = makeSigningKey(scratch, 'frostyard');
      // Part of Frostyard's systems.
      scratch.put('tree/usr/lib/systemd/.keep', '');
      key.exportTo(join(scratch.path, 'tree/usr/lib/systemd/import-pubring.gpg'));
      return { hosts: frostyard(scratch, key), close: () => key.close() };
    },
  },
};

/** @throws {Error} where nobody made one */
export function standInFor(name: string): StandIn {
  const found = STAND_INS[name];
  if (found === undefined) throw new Error(`The known remote ${name} has no stand-in in e2e/harness/publishers.`);
  return found;
}
