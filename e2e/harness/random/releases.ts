/** The text of os-release and of release files. */
import type { ExtensionClass } from '../trees/description.ts';
import type { Chance } from './chance.ts';

/** What a host says of itself. */
export interface HostRelease {
  readonly kind: string;
  /** The bytes; a string is UTF-8. */
  readonly text: string | Buffer;
  readonly id: string;
  readonly version: string | null;
  readonly level: string | null;
  readonly like: string | null;
}

const host = (kind: string, id: string, version: string | null, more: Partial<HostRelease> = {}): HostRelease => {
  const { level = null, like = null } = more;
  const lines = [
    `ID=${/^[a-z]+$/.test(id) ? id : `"${id}"`}`,
    ...(like === null ? [] : [`ID_LIKE="${like}"`]),
    ...(version === null ? ['BUILD_ID=rolling'] : [`VERSION_ID="${version}"`]),
    ...(level === null ? [] : [`SYSEXT_LEVEL=${level}`, `CONFEXT_LEVEL=2`]),
  ];
  return { kind, id, version, level, like, text: `${lines.join('\n')}\n`, ...more };
};

const GOOD = [
  host('debian', 'debian', '12'),
  host('flatcar', 'flatcar', '4230.2.0', { level: '1.0' }),
  host('arch', 'arch', null),
  host('suse', 'opensuse-tumbleweed', '20260101', { like: 'opensuse suse' }),
  host('bazzite', 'bazzite', '41', { like: 'fedora' }),
  host('ubuntu', 'ubuntu', '24.04', { like: 'debian' }),
];

const ODD: readonly HostRelease[] = [
  host('no-id', '', '12', { text: 'NAME="My Buildroot"\nVERSION_ID=12\n' }),
  host('only-like', '', '12', { text: 'ID_LIKE=debian\nVERSION_ID=12\n' }),
  host('empty', '', null, { text: '' }),
  host('empty-id', '', '12', { text: 'ID=\nVERSION_ID=12\n' }),
  host('latin1', 'debian', '12', { text: Buffer.from('NAME="B\xfcro"\nID=debian\nVERSION_ID=12\n', 'latin1') }),
  host('bom', 'debian', '12', { text: '\ufeffID=debian\nVERSION_ID=12\n' }),
  host('bom-later', 'debian', '12', { text: '\ufeffNAME=x\nID=debian\nVERSION_ID=12\n' }),
  host('crlf', 'debian', '12', { text: 'ID=debian\r\nVERSION_ID=12\r\n' }),
  host('nul', 'debian', '12', { text: 'ID=debian\nVERSION_ID=12\n\0' }),
  host('export', 'debian', '12', { text: 'export ID=debian\nVERSION_ID=12\n' }),
  host('no-end', 'debian', '12', { text: 'ID=debian\nVERSION_ID=12' }),
  host('twice', 'debian', '12', { text: 'ID=fedora\nID=debian\nVERSION_ID=11\nVERSION_ID=12\n' }),
  host('continued', 'debian', '12', { text: 'ID=deb\\\nian\nVERSION_ID=12\n' }),
  host('commented', 'debian', '12', { text: "#ID=arch\n ;x\n  ID=debian  \nVERSION_ID='12'\n" }),
];

export function randomHostRelease(chance: Chance): HostRelease {
  return chance.pick(chance.maybe(0.9) ? GOOD : ODD);
}

/** Lines that make an extension fit this host, one way or another. */
function fittingLines(chance: Chance, release: HostRelease, level: string): string[] {
  if (release.id === '' || chance.maybe(0.35)) return ['ID=_any'];
  const id = `ID=${chance.maybe(0.2) ? `"${release.id}"` : release.id}`;
  if (release.version === null) return [id];
  if (release.level !== null && chance.maybe(0.6))
    return [id, `${level}=${level === 'SYSEXT_LEVEL' ? release.level : 2}`];
  return [id, `VERSION_ID=${chance.maybe(0.5) ? `"${release.version}"` : release.version}`];
}

const NOISE = ['# a comment', '', 'NAME="x y"', ' INDENTED=1', 'BROKEN', "VARIANT='it'", '; \\', 'PRETTY_NAME="a\\"b"'];

/** The text of a release file by its shape; `ok` fits the host. */
export function releaseText(chance: Chance, shape: string, release: HostRelease, kind: ExtensionClass): string {
  const prefix = kind === 'sysext' ? 'SYSEXT' : 'CONFEXT';
  const other = kind === 'sysext' ? 'CONFEXT' : 'SYSEXT';
  const level = `${prefix}_LEVEL`;
  const fits = fittingLines(chance, release, level);
  const lines = (...more: string[]) => `${more.join('\n')}\n`;
  const version = release.version ?? '1';
  switch (shape) {
    case 'wrong-os':
      return lines('ID=gentoo', `VERSION_ID=${version}`);
    case 'wrong-version':
      return lines(`ID=${release.id}`, 'VERSION_ID=0.0.1');
    case 'wrong-level':
      return lines(`ID=${release.id}`, `${level}=99`, `VERSION_ID=${version}`);
    case 'other-level':
      return lines(`ID=${release.id}`, `${other}_LEVEL=99`, `VERSION_ID=${version}`);
    case 'no-version':
      return lines(`ID=${release.id}`);
    case 'no-id':
      return lines(`VERSION_ID=${version}`);
    case 'like':
      return lines(`ID=${release.like?.split(' ')[0] ?? 'fedora'}`, `VERSION_ID=${version}`);
    case 'wrong-arch':
      return lines(...fits, `ARCHITECTURE=${chance.pick(['arm64', 'x86', 'x86_64', 'native'])}`);
    case 'wrong-scope':
      return lines(
        ...fits,
        `${prefix}_SCOPE=${chance.pick(['portable', '"initrd portable"', 'initrd', 'system,initrd'])}`,
      );
    case 'initrd-scope':
      return lines(...fits, `${prefix}_SCOPE=${chance.pick(['"initrd system"', '"system initrd portable"'])}`);
    case 'empty-scope':
      return lines(...fits, `${prefix}_SCOPE=${chance.pick(['', '""', '" "'])}`);
    case 'other-scope':
      return lines(...fits, `${other}_SCOPE=portable`);
    case 'empty-release':
      return chance.pick(['', '\n', '# nothing\n']);
    case 'nul':
      return `${fits.join('\n')}\0\n`;
    case 'crlf':
      return fits.map((line) => `${line}\r\n`).join('');
    case 'bom':
      return `\ufeff${lines(...fits)}`;
    case 'export':
      return lines(...fits.map((line) => `export ${line}`));
    case 'big':
      return lines(...fits, `# ${'x'.repeat(1100 * 1024)}`);
    case 'no-end':
      return 'ID=_any';
    default: {
      if (chance.maybe(0.3)) fits.push(`ARCHITECTURE=${chance.pick(['x86-64', 'x86-64', '_any', '"x86-64"'])}`);
      if (chance.maybe(0.2)) fits.push(`${prefix}_SCOPE=${chance.pick(['system', '"system portable"'])}`);
      if (chance.maybe(0.15)) fits.splice(chance.below(fits.length + 1), 0, chance.pick(NOISE));
      return lines(...fits);
    }
  }
}
