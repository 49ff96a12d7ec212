/** Reads a file that declares what a host is to be, and compares the host with it. */
import { type Differences, differencesOf } from '../../shared/declared/differences.ts';
import type { Present } from '../../shared/declared/present.ts';
import { type ReadText, readDeclaredText } from '../../shared/declared/read-text.ts';
import { MAX_DECLARED } from '../../shared/declared/yaml.ts';
import { messageOf } from '../../shared/messages/message.ts';
import type { Declared } from '../../shared/model/declared.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import type { Host } from '../hosts/host.ts';
import { readRegular } from '../node/regular-file.ts';
import { readPresent } from '../session/present.ts';
import type { Session } from '../session/session.ts';
import { type Column, formatTable } from './format-table.ts';

export interface Compared extends Differences {
  readonly declared: Declared;
  readonly present: Present;
}

/**
 * A veneer.yaml, or what a file for Butane or Ignition says of extensions.
 *
 * @throws {VeneerError} `not-found`, `too-large`, `invalid-input` with line and column
 */
export function readDeclared(path: string): ReadText {
  const bytes = readRegular(path, MAX_DECLARED, { followLink: true });
  if (bytes === null)
    throw new VeneerError('not-found', messageOf('declared.no-file', { path }), {
      nextStep: messageOf('declared.make-one-with-export'),
    });
  return readDeclaredText(bytes.toString('utf8'), path);
}

/** @throws {VeneerError} as readDeclared */
export async function compareWithFile(session: Session, host: Host, path: string): Promise<Compared> {
  const { parsed, declared, unknown } = readDeclared(path);
  const remotes: Declared['remotes'][number][] = [];
  for (const [at, { key = null, ...remote }] of declared.remotes.entries()) {
    try {
      // As they would be kept: an address with a slash at its end, a key in its usual armour.
      const { key: kept, ...checked } = await session.catalog.remotes.check({ ...remote, key }, false);
      remotes.push({ ...checked, ...(kept === null ? {} : { key: kept }) });
    } catch (error) {
      throw error instanceof VeneerError ? parsed.wrong(['remotes', at], error.said) : error;
    }
  }
  const present = await readPresent(session, host);
  const checked = { ...declared, remotes };
  const compared = differencesOf(checked, present);
  return { declared: checked, present, ...compared, unknown: [...unknown, ...compared.unknown] };
}

const COLUMNS: readonly Column[] = [
  { head: messageOf('declared.column-what') },
  { head: messageOf('cli.column-class') },
  { head: messageOf('cli.column-name') },
  { head: messageOf('declared.column-declared') },
  { head: messageOf('cli.column-host') },
];

const WORDS = {
  extension: messageOf('declared.what-extension'),
  version: messageOf('declared.what-version'),
  content: messageOf('declared.what-content'),
  enabled: messageOf('declared.what-enabled'),
  masked: messageOf('declared.what-mask'),
  pinned: messageOf('declared.what-pin'),
  remote: messageOf('declared.what-remote'),
  boot: messageOf('declared.what-boot'),
};

export const differencesText = ({ differences }: Differences): string =>
  formatTable(
    COLUMNS,
    differences.map((one) => [WORDS[one.what], one.class ?? '-', one.name, one.declared, one.host]),
  );
