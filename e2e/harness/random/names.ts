/** Names of extensions: plain, versioned, odd, and such that no merge stands. */
import type { Chance } from './chance.ts';

const PLAIN = ['a1', 'a2', 'a10', 'a-1', 'a.1', 'alpha', 'docker', 'k3s', 'tool', 'foo.bar', 'Upper', '100', 'my-ext'];
/** From 256 on the release file may bear what stands before the first `_` or `+`. */
const VERSIONED = [
  'a_',
  'b_1',
  'b_9',
  'b_10',
  'app_1.0',
  'app_2.0~rc1',
  'foo+3',
  'gpp-x_1',
  'kde+3',
  'nv_570^1',
  'tool_1_2',
  'cri_1.30+0-x86-64',
  'docker-24.0.9-x86-64',
  'k3s-v1.31.5+k3s1',
  '_lead',
  '+lead',
];
const ODD = [
  'über',
  '[br]',
  'a b',
  '%s',
  '-dash',
  '.hidden',
  'a=b',
  '#x',
  'a;b',
  '*',
  '?x',
  '字',
  '😀',
  'a~1',
  'back~',
  'app_1~',
  'old',
  'cfg.bak',
  'rpm_2.rpmnew',
  'x.ignore',
  '$HOME',
  'no\u00a0break',
  '\ufeffbom',
  'x'.repeat(120),
];
/** Each ends every merge: it takes the option string of overlayfs apart. */
const FORBIDDEN = ['a:b', ':first', 'last:', 'x,y', 'e\\f', 'end\\', 'g"h', "q'r", '\\:'];
/** systemd takes none of these for a name, and merges the others. */
const CONTROL = ['c\u0001d', 'tab\there', 'line\nbreak', 'del\u007f'];

const LETTERS = 'abcxyzABZ0123459._+~^-';

/** A name and the letter that the shapes mark it with. */
export function randomName(chance: Chance): { readonly name: string; readonly mark: string } {
  const kind = chance.weighted({ plain: 48, versioned: 24, odd: 9, made: 14, forbidden: 2.5, control: 1.5 });
  switch (kind) {
    case 'plain':
      return { name: chance.pick(PLAIN), mark: '' };
    case 'versioned':
      return { name: chance.pick(VERSIONED), mark: '#v' };
    case 'odd':
      return { name: chance.pick(ODD), mark: '#o' };
    case 'forbidden':
      return { name: chance.pick(FORBIDDEN), mark: '#f' };
    case 'control':
      return { name: chance.pick(CONTROL), mark: '#c' };
    default:
      return { name: madeUp(chance), mark: '#m' };
  }
}

function madeUp(chance: Chance): string {
  const length = 1 + chance.below(7);
  const name = Array.from({ length }, () => chance.pick([...LETTERS])).join('');
  return name === '.' || name === '..' || stemOf(name) !== name ? `n${name}` : name;
}

/**
 * What some version of systemd may take for the name of a directory entry. Two entries of one stem in one directory
 * are never made: there systemd takes whichever the file system hands out first, so it has no one answer (measured:
 * shared recordings that were made in both orders differed).
 */
export function stemOf(fileName: string): string {
  return fileName.replace(/(\.(raw|v|sysext|confext|mstack))+$/, '');
}

/** The name up to its first `_` or `+`, which counts as well from 256 on. */
export function cutName(name: string): string {
  return /^[^_+]*/.exec(name)?.[0] ?? name;
}
