/** What an extension holds, right and wrong. */
import type { ExtensionClass, Node, Tree } from '../trees/description.ts';
import type { Chance } from './chance.ts';
import { cutName } from './names.ts';
import { type HostRelease, releaseText } from './releases.ts';

export interface Wanted {
  readonly class: ExtensionClass;
  /** The name whose release file it should have. */
  readonly name: string;
  readonly release: HostRelease;
}

export interface Contents {
  readonly shape: string;
  readonly tree: Tree;
}

const STRICT = 'user.extension-release.strict';
const OTHER_OS = 'ID=debian\nVERSION_ID=12\n';

/** Shapes and how often each comes; one that fits is as likely as all that do not. */
const SHAPES = {
  ok: 120,
  'ok-opt': 18,
  'ok-emptyopt': 6,
  'both-classes': 6,
  whiteout: 3,
  // The release file's words.
  'wrong-os': 3,
  'wrong-version': 3,
  'wrong-level': 3,
  'other-level': 3,
  'no-version': 3,
  'no-id': 3,
  like: 4,
  'wrong-arch': 4,
  'wrong-scope': 3,
  'initrd-scope': 4,
  'empty-scope': 2,
  'other-scope': 2,
  'empty-release': 3,
  nul: 1,
  crlf: 2,
  bom: 2,
  export: 1,
  big: 0.5,
  'no-end': 2,
  // The release file's place.
  none: 4,
  other: 4,
  strict0: 4,
  strict1: 1,
  'strict-odd': 2,
  two: 2,
  'two-strict0': 2,
  'two-one-strict0': 2,
  cut: 6,
  'wrong-cut': 2,
  'file-name': 2,
  'other-class': 4,
  'rel-link': 3,
  'rel-abs': 2,
  'rel-dir': 2,
  'rel-dangling': 2,
  'rel-loop': 1,
  'rel-out': 1,
  'reldir-file': 2,
  'reldir-link': 1,
  'reldir-empty': 1,
  misplaced: 2,
  // os-release inside.
  'osrel-usr': 4,
  'osrel-etc': 3,
  'osrel-only': 3,
  'osrel-etc-only': 3,
  'osrel-dangling': 2,
  'osrel-dir': 1,
  // The hierarchies' shape.
  'opt-file': 3,
  'opt-link': 3,
  'opt-link-out': 3,
  'opt-only': 3,
  'opt-only-release': 3,
  'usr-file': 2,
  'usr-link': 3,
  'usr-link-out': 2,
  'usrlib-file': 2,
  'usrlib-link': 3,
  'no-usr': 2,
  'empty-usr': 2,
  'etc-file': 2,
  'etc-link': 2,
} as const;
export type ContentShape = keyof typeof SHAPES;

/** Contents of a shape, or of a random one. */
export function randomContents(chance: Chance, wanted: Wanted, only?: ContentShape): Contents {
  const shape = only ?? chance.weighted(SHAPES);
  const maker = MAKERS[shape];
  const parts = partsOf(chance, wanted, shape);
  return { shape, tree: maker === undefined ? usual(parts) : maker(parts, chance) };
}

/** The same as a usr partition has it, whose root is /usr. */
export function asUsrPartition(tree: Tree): Tree {
  const inside = Object.entries(tree).filter(([path]) => path.startsWith('usr/'));
  return Object.fromEntries(inside.map(([path, node]) => [path.slice('usr/'.length), node]));
}

interface Parts {
  readonly class: ExtensionClass;
  readonly name: string;
  /** The hierarchy that matters: usr or etc. */
  readonly top: 'usr' | 'etc';
  /** Where release files belong, and where those of the other class do. */
  readonly reldir: string;
  readonly otherdir: string;
  readonly text: string;
  /** What it brings beside its release file. */
  readonly files: Tree;
}

const RELDIR: Readonly<Record<ExtensionClass, string>> = {
  sysext: 'usr/lib/extension-release.d',
  confext: 'etc/extension-release.d',
};

function partsOf(chance: Chance, wanted: Wanted, shape: string): Parts {
  const isSysext = wanted.class === 'sysext';
  const reldir = RELDIR[wanted.class];
  return {
    class: wanted.class,
    name: wanted.name,
    top: isSysext ? 'usr' : 'etc',
    reldir,
    otherdir: RELDIR[isSysext ? 'confext' : 'sysext'],
    text: releaseText(chance, shape, wanted.release, wanted.class),
    files: isSysext ? { 'usr/bin/of-it': 'x' } : { 'etc/of-it.conf': 'x' },
  };
}

const at = (folder: string, name: string) => `${folder}/extension-release.${name}`;
const usual = ({ files, reldir, name, text }: Parts): Tree => ({ ...files, [at(reldir, name)]: text });
const strict = (text: string, value: string): Node => ({ t: text, x: { [STRICT]: value } });

/** The shapes that are more than a text in the usual place. */
const MAKERS: Partial<Record<ContentShape, (parts: Parts, chance: Chance) => Tree>> = {
  'ok-opt': (parts) => ({ ...usual(parts), 'opt/x/f': '1' }),
  'ok-emptyopt': (parts) => ({ ...usual(parts), opt: { d: '0755' } }),
  'both-classes': (parts) => ({ ...usual(parts), [at(parts.otherdir, parts.name)]: 'ID=_any\n' }),
  whiteout: (parts) => ({ ...usual(parts), [`${parts.top}/share/base-dir`]: { c: [0, 0] } }),
  none: ({ files }) => files,
  other: (parts, chance) => ({
    ...parts.files,
    [at(parts.reldir, chance.pick(['other', `${parts.name.toUpperCase()}X`, `${parts.name}.raw`]))]: parts.text,
  }),
  strict0: (parts, chance) => ({
    ...parts.files,
    [at(parts.reldir, chance.weighted({ elsewhere: 6, 'back~': 1, 'cfg.bak': 1, 'x.ignore': 1 }))]: strict(
      parts.text,
      chance.pick(['0', 'false', 'no', 'off']),
    ),
  }),
  strict1: (parts) => ({ ...parts.files, [at(parts.reldir, 'elsewhere')]: strict(parts.text, '1') }),
  'strict-odd': (parts, chance) => ({
    ...parts.files,
    [at(parts.reldir, 'elsewhere')]: strict(parts.text, chance.pick(['maybe', ' 0', '0\n', 'FALSE', 'f', 'n'])),
  }),
  two: (parts) => ({
    ...parts.files,
    [at(parts.reldir, 'one')]: parts.text,
    [at(parts.reldir, 'two')]: parts.text,
  }),
  'two-strict0': (parts) => ({
    ...parts.files,
    [at(parts.reldir, 'one')]: strict(parts.text, '0'),
    [at(parts.reldir, 'two')]: strict(parts.text, '0'),
  }),
  'two-one-strict0': (parts) => ({
    ...parts.files,
    [at(parts.reldir, 'one')]: strict(parts.text, '0'),
    [at(parts.reldir, 'two')]: parts.text,
  }),
  cut: (parts) => ({ ...parts.files, [at(parts.reldir, cutName(parts.name))]: parts.text }),
  'wrong-cut': (parts) => ({
    ...parts.files,
    [at(parts.reldir, /^.*?(?=[-.~^]|.$)/.exec(parts.name)?.[0] || 'z')]: parts.text,
  }),
  'file-name': (parts, chance) => ({
    ...parts.files,
    [at(parts.reldir, `${parts.name}${chance.pick(['_1.2', '.sysext', '.confext', '_2.0_x86-64'])}`)]: parts.text,
  }),
  'other-class': (parts) => ({ ...parts.files, [at(parts.otherdir, parts.name)]: parts.text }),
  misplaced: (parts) => ({ ...parts.files, [`${parts.top}/${at('extension-release', parts.name)}`]: parts.text }),
  'rel-link': (parts) => ({
    ...parts.files,
    [`${parts.top}/rel`]: parts.text,
    [at(parts.reldir, parts.name)]: { l: parts.top === 'usr' ? '../../rel' : '../rel' },
  }),
  'rel-abs': (parts) => ({
    ...parts.files,
    [`${parts.top}/rel`]: parts.text,
    [at(parts.reldir, parts.name)]: { l: `/${parts.top}/rel` },
  }),
  'rel-dir': (parts) => ({ ...parts.files, [`${at(parts.reldir, parts.name)}/f`]: parts.text }),
  'rel-dangling': (parts) => ({ ...parts.files, [at(parts.reldir, parts.name)]: { l: '/nonexistent' } }),
  'rel-loop': (parts) => ({ ...parts.files, [at(parts.reldir, parts.name)]: { l: `extension-release.${parts.name}` } }),
  'rel-out': (parts) => ({
    ...parts.files,
    [at(parts.reldir, parts.name)]: { l: '../../../../../../../usr/lib/os-release' },
  }),
  'reldir-file': (parts) => ({ ...parts.files, [parts.reldir]: 'x' }),
  'reldir-link': (parts) => ({
    ...parts.files,
    [at(`${parts.top}/reldir`, parts.name)]: parts.text,
    [parts.reldir]: { l: `/${parts.top}/reldir` },
  }),
  'reldir-empty': (parts) => ({ ...parts.files, [parts.reldir]: { d: '0755' } }),
  'osrel-usr': (parts) => ({ ...usual(parts), 'usr/lib/os-release': OTHER_OS }),
  'osrel-etc': (parts) => ({ ...usual(parts), 'etc/os-release': OTHER_OS }),
  'osrel-only': ({ files }) => ({ ...files, 'usr/lib/os-release': OTHER_OS }),
  'osrel-etc-only': ({ files }) => ({ ...files, 'etc/os-release': OTHER_OS }),
  'osrel-dangling': (parts) => ({ ...usual(parts), 'usr/lib/os-release': { l: '../gone' } }),
  'osrel-dir': (parts) => ({ ...usual(parts), 'usr/lib/os-release': { d: '0755' } }),
  'opt-file': (parts) => ({ ...usual(parts), opt: 'x' }),
  'opt-link': (parts) => ({ ...usual(parts), [`${parts.top}/o/f`]: '1', opt: { l: `${parts.top}/o` } }),
  'opt-link-out': (parts, chance) => ({
    ...usual(parts),
    opt: { l: chance.pick(['/nowhere', '/opt', '../../../srv', '/usr/share']) },
  }),
  'opt-only': () => ({ 'opt/x/f': '1' }),
  'opt-only-release': (parts) => ({ 'opt/x/f': '1', [at(parts.reldir, parts.name)]: parts.text }),
  'usr-file': () => ({ usr: 'x' }),
  'usr-link': (parts) => ({ ...renamed(usual(parts), 'usr', 'tree'), usr: { l: 'tree' } }),
  'usr-link-out': (parts) => ({ ...renamed(usual(parts), 'usr', 'tree'), usr: { l: '/usr' } }),
  'usrlib-file': ({ files }) => ({ ...files, 'usr/lib': 'x' }),
  'usrlib-link': (parts) => ({ ...renamed(usual(parts), 'usr/lib', 'usr/lib64'), 'usr/lib': { l: 'lib64' } }),
  'no-usr': (parts) => ({ 'bin/x': 'x', [at('lib/extension-release.d', parts.name)]: parts.text }),
  'empty-usr': ({ top }) => ({ [top]: { d: '0755' } }),
  'etc-file': (parts) => ({ ...renamed(usual(parts), 'etc', 'gone'), etc: 'x' }),
  'etc-link': (parts) => ({ ...renamed(usual(parts), 'etc', 'tree'), etc: { l: 'tree' } }),
};

function renamed(tree: Tree, from: string, to: string): Tree {
  const entries = Object.entries(tree);
  return Object.fromEntries(
    entries.map(([path, node]) => [path.startsWith(`${from}/`) ? `${to}${path.slice(from.length)}` : path, node]),
  );
}
