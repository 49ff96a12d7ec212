/** Random components of systemd-sysupdate: definition files, what is installed, what a source has. */
import { createHash } from 'node:crypto';
import type { Chance } from './chance.ts';
import { nameFor, randomPattern } from './sysupdate-names.ts';

/** A file, a symlink or a folder, by its path from the root. */
export type Entry = { readonly text: string } | { readonly link: string } | { readonly folder: true };
export type Entries = Map<string, Entry>;

const PLACES = ['etc', 'run', 'usr/local/lib', 'usr/lib'];

/** What each component of a run may have beside what it needs; 257 knows all of it but what is marked. */
export interface Wishes {
  readonly version: number;
}

/** Adds a component; most can be read, and have something new. @param name empty for the plain `sysupdate.d` */
export function addComponent(entries: Entries, name: string, chance: Chance, wishes: Wishes): void {
  const where = name === '' ? 'sysupdate.d' : `sysupdate.${name}.d`;
  const put = (path: string, text: string) => entries.set(path, { text });
  const count = chance.weighted({ '1': 70, '2': 22, '3': 8 });
  const versions = someVersions(chance);
  const suffix = chance.maybe(0.15) ? 'conf' : 'transfer';
  const features = chance.maybe(0.35) ? ['one', 'two'].filter(() => chance.maybe(0.7)) : [];
  for (let at = 0; at < Number(count); at++) {
    const id = `${chance.pick(['50', 'x', 'it'])}-${at}`;
    const place = `${chance.pick(PLACES)}/${where}`;
    const named = features.length > 0 || chance.maybe(0.05) ? featureLines(chance) : '';
    const part = makeTransfer(entries, `${name || 'os'}-${at}`, versions, chance, wishes);
    put(`${place}/${id}.${suffix}`, `[Transfer]\n${named}${part.transfer}${part.source}${part.target}`);
    if (chance.maybe(0.25)) addDropIns(entries, where, `${id}.${suffix}`, chance);
    if (chance.maybe(0.04)) maskIn(entries, `${chance.pick(PLACES)}/${where}/${id}.${suffix}`, chance);
  }
  if (suffix === 'transfer' && chance.maybe(0.05)) put(`etc/${where}/old.conf`, '[Source]\nType=nothing\n');
  for (const feature of features) addFeature(entries, where, feature, chance);
  if (name !== '' && chance.maybe(0.12)) addSwitch(entries, name, chance);
}

function featureLines(chance: Chance): string {
  const key = chance.pick(['Features', 'Features', 'RequisiteFeatures']);
  return `${key}=${chance.pick(['one', 'two', 'one two', '"one"', 'nowhere', 'one "two'])}\n`;
}

function addFeature(entries: Entries, where: string, id: string, chance: Chance): void {
  const enabled = () => `[Feature]\nEnabled=${chance.pick(['yes', 'true', '1', 'on', 'no', 'maybe', ''])}\n`;
  const file = `${chance.pick(PLACES)}/${where}/${id}.feature`;
  entries.set(file, { text: `[Feature]\nDescription=${id}\n${chance.maybe(0.7) ? enabled() : ''}` });
  for (const place of PLACES) {
    if (chance.maybe(0.2))
      entries.set(`${place}/${where}/${id}.feature.d/${chance.pick(['a', 'b'])}.conf`, { text: enabled() });
  }
}

/** Switched off as `systemd-sysupdate disable-component` does it (262). */
function addSwitch(entries: Entries, name: string, chance: Chance): void {
  const text = () => `[Component]\nEnabled=${chance.pick(['no', 'false', 'yes', 'x'])}\n`;
  if (chance.maybe(0.4)) entries.set(`${chance.pick(PLACES)}/sysupdate.${name}.component`, { text: text() });
  if (chance.maybe(0.8))
    entries.set(`${chance.pick(PLACES)}/sysupdate.${name}.component.d/${chance.pick(['a', 'z'])}.conf`, {
      text: text(),
    });
}

function addDropIns(entries: Entries, where: string, fileName: string, chance: Chance): void {
  for (const stem of ['10', '20']) {
    for (const place of PLACES) {
      if (!chance.maybe(0.3)) continue;
      const text = chance.pick([
        '[Transfer]\nMinVersion=2\n',
        '[Transfer]\nMinVersion=\n',
        '[Transfer]\nMinVersion=9%a\n',
        '[Target]\nInstancesMax=4\n',
        '[Target]\nMatchPattern=extra-@v.raw\n',
        '[Source]\nMatchPattern=extra-@v.raw\n',
        '[Transfer]\nFeatures=one\n',
        '[Transfer]\nFeatures=\n',
        '# nothing\n',
        '',
        '[Unknown]\nPath=/nowhere\n',
      ]);
      entries.set(`${place}/${where}/${fileName}.d/${stem}.conf`, { text });
    }
  }
}

/** Takes a file away, or puts one over it that is empty. */
function maskIn(entries: Entries, path: string, chance: Chance): void {
  entries.set(path, chance.maybe(0.5) ? { text: '' } : { link: '/dev/null' });
}

const VERSIONS = [
  '1',
  '2',
  '10',
  '1.2',
  '1.10',
  '0.9',
  '1.0-1',
  '01',
  '2~rc1',
  '2^git',
  '3_1',
  '3,1',
  '1a',
  '1.0.',
  'v1',
  '4+k3s1',
];

function someVersions(chance: Chance): string[] {
  return VERSIONS.filter(() => chance.maybe(0.3));
}

interface Part {
  readonly transfer: string;
  readonly source: string;
  readonly target: string;
}

function makeTransfer(
  entries: Entries,
  id: string,
  versions: readonly string[],
  chance: Chance,
  { version }: Wishes,
): Part {
  const isUrl = chance.maybe(0.5);
  const sourcePatterns = [...Array(chance.maybe(0.2) ? 2 : 1)].map(() => randomPattern(id, chance, version, true));
  const ownNames = chance.maybe(0.65);
  const targetPatterns = ownNames
    ? [...Array(chance.maybe(0.2) ? 2 : 1)].map(() => randomPattern(id, chance, version, false))
    : sourcePatterns;
  const from = `srv/${id}`;
  const to = `var/lib/extensions.d/${id}`;
  fill(
    entries,
    from,
    sourcePatterns,
    versions.filter(() => chance.maybe(0.8)),
    chance,
  );
  if (chance.maybe(0.9)) entries.set(to, { folder: true });
  fill(
    entries,
    to,
    targetPatterns,
    versions.filter(() => chance.maybe(0.35)),
    chance,
  );
  if (isUrl) addList(entries, from, chance, version);
  const junk = chance.maybe(0.12) ? `${chance.pick(JUNK)}\n` : '';
  const link = chance.pick([`/var/lib/extensions/${id}.raw`, `/var/lib/extensions/${id}.raw`, `${id}.raw`, '']);
  const path = isUrl ? `file:///${from}${chance.maybe(0.5) ? '/' : ''}` : `/${from}`;
  return {
    transfer: `Verify=no\n${chance.maybe(0.15) ? `MinVersion=${chance.pick(['2', '1.1', '%w', '99', 'x y'])}\n` : ''}${chance.maybe(0.2) ? `ProtectVersion=${chance.pick(['1', '%A', '1 2'])}\n` : ''}`,
    source: `[Source]\nType=${isUrl ? 'url-file' : 'regular-file'}\nPath=${path}\n${patternLines(sourcePatterns, chance)}`,
    target: `[Target]\n${chance.maybe(0.8) ? 'Type=regular-file\n' : ''}Path=/${to}\n${ownNames ? patternLines(targetPatterns, chance) : ''}${link === '' ? '' : `CurrentSymlink=${link}\n`}${junk}`,
  };
}

const JUNK = [
  'InstancesMax=x',
  'Nonsense=1',
  'no equals sign',
  '=1',
  'Path=/nowhere/%m%k',
  'PathRelativeTo=nowhere',
  '[Ex"tra]',
  '[Extra]',
  'CurrentSymlink=../up',
  'CurrentSymlink=',
  'Type=folder',
  'MatchPattern=none',
  ';comment',
  'Mode=9',
];

/** Patterns with their percent signs as they stand in a file, in one value or several. */
function patternLines(patterns: readonly string[], chance: Chance): string {
  const written = patterns.map((one) =>
    one.replaceAll('%', '%%').replaceAll('x86-64', chance.maybe(0.5) ? '%a' : 'x86-64'),
  );
  if (chance.maybe(0.15)) return written.map((one) => `MatchPattern=${one}\n`).join('');
  if (chance.maybe(0.1)) return `MatchPattern=${written.join(' \\\n# between\n  ')}\n`;
  if (chance.maybe(0.03)) return `MatchPattern="${written.join(' ')}"\n`;
  if (chance.maybe(0.05)) return `MatchPattern=${written.join(' ').replace('-', '\\x2d')}\n`;
  return `MatchPattern=${written.join('  ')}\n`;
}

function fill(
  entries: Entries,
  folder: string,
  patterns: readonly string[],
  versions: readonly string[],
  chance: Chance,
): void {
  for (const version of versions) {
    const name = nameFor(chance.pick(patterns), version, chance);
    if (name === null || name.length > 200) continue;
    const path = `${folder}/${name}`;
    if (
      [...entries.keys()].some(
        (one) =>
          one.startsWith(`${path}/`) || (path.startsWith(`${one}/`) && !('folder' in (entries.get(one) as Entry))),
      )
    )
      continue;
    const kind = chance.weighted({ file: 90, link: 4, folder: 6 });
    entries.set(path, kind === 'file' ? { text: 'x' } : kind === 'link' ? { link: '/etc/hostname' } : { folder: true });
  }
}

/** The list of what lies in a folder, and what publishers get wrong in one. */
function addList(entries: Entries, folder: string, chance: Chance, version: number): void {
  const hash = createHash('sha256').update('x').digest('hex');
  const names = [...entries]
    .filter(([path, entry]) => path.startsWith(`${folder}/`) && 'text' in entry)
    .map(([path]) => path.slice(folder.length + 1));
  const lines = names.map((name) => `${hash} ${chance.pick([' ', '*'])}${name}`);
  if (chance.maybe(0.12)) {
    const odd = chance.pick([
      `${hash}  ./a`,
      `${hash}  /a`,
      `${hash}  ../a`,
      `${hash}  sub/a`,
      `${hash}  a%20b`,
      `${hash}  a b`,
      `${hash.toUpperCase()}  a`,
      `${hash.slice(0, 60)}  short`,
      '# a comment',
      '',
      `SHA256 (a) = ${hash}`,
      `\\${hash}  a`,
      `${hash}  a\r`,
      `${hash}  BEST-BEFORE-2099-01-01`,
      // 257 does not know of it, and Veneer keeps to it all the same.
      `${hash}  BEST-BEFORE-${version >= 262 ? '2020-01-01' : '2099-12-31'}`,
    ]);
    lines.splice(chance.below(lines.length + 1), 0, odd);
  }
  const end = chance.maybe(0.96) ? '\n' : '';
  entries.set(`${folder}/SHA256SUMS`, { text: lines.length === 0 ? '' : lines.join('\n') + end });
}
