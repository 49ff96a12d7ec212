/** Random MatchPattern= values, and names that fit them or nearly do. */
import type { Chance } from './chance.ts';

const LITERALS = ['-', '_', '.', '-x-', '.raw.', '-1-', '+', 'v'];
const WILDCARDS = ['@s', '@m', '@t', '@h', '@d', '@l', '@r', '@a', '@u', '@f'];

/** A pattern with one version and perhaps another wildcard, which literals keep apart. @param isSource may be anywhere (262) */
export function randomPattern(id: string, chance: Chance, version: number, isSource: boolean): string {
  const start = chance.pick([`${id}-`, `${id}_`, `${id}-`, 'x', '', `${id}@@`, `${id}-v1.`]);
  const between = chance.pick(LITERALS);
  const extra = chance.maybe(0.25) ? chance.pick(WILDCARDS) : null;
  const middle = extra === null ? '@v' : chance.maybe(0.5) ? `@v${between}${extra}` : `${extra}${between}@v`;
  const end = chance.pick(['.raw', '.raw', '-x86-64.raw', '.raw.xz', '', '.img']);
  const whole = `${start}${middle}${end}`;
  if (chance.maybe(0.01)) return chance.pick([`${start}${end}`, `${whole}*`, '@v@s', '@v-@v', '@x', `${whole}@`]);
  const shape = chance.weighted({
    flat: 84,
    folder: 8,
    deep: 3,
    anywhere: version >= 262 && isSource ? 8 : 1,
    version: 2,
  });
  switch (shape) {
    case 'flat':
      return whole;
    case 'folder':
      return `sub/${whole}`;
    case 'deep':
      return `sub/below/${whole}`;
    case 'anywhere':
      return version >= 262 && isSource ? `**/${whole}` : whole;
    case 'version':
      // 257 ends there with a failed assertion.
      return version >= 262 ? `${start}@v/${id}.raw` : whole;
  }
}

const HASH = '2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881';

function valueFor(wildcard: string, version: string, chance: Chance): string {
  switch (wildcard) {
    case '@v':
      return version;
    case '@s':
    case '@t':
    case '@d':
    case '@l':
      return chance.pick([
        '1',
        '0',
        '4096',
        '017',
        '09',
        '0x1f',
        '+5',
        '-1',
        '-0',
        '1700000000000000',
        '0b11',
        '0o17',
        'x',
      ]);
    case '@m':
      return chance.pick(['644', '0644', '755', '777', '4755', '8', '']);
    case '@h':
      return chance.pick([HASH, HASH, HASH.slice(1), HASH.toUpperCase()]);
    case '@r':
    case '@a':
      return chance.pick(['0', '1', 'yes', 'off', '2']);
    case '@u':
      return chance.pick([
        '4f68bce3-e8cd-4db1-96e7-fbcaf984b709',
        '4f68bce3e8cd4db196e7fbcaf984b709',
        '4f68bce3-e8cd4db196e7fbcaf984b709',
      ]);
    case '@f':
      return chance.pick(['0', 'ff', '0xff', 'g']);
    default:
      return '';
  }
}

/** A name that a pattern gives, or one that is nearly it; null where there is none. */
export function nameFor(pattern: string, version: string, chance: Chance): string | null {
  const anywhere = pattern.startsWith('**/');
  const rest = anywhere ? pattern.slice(3) : pattern;
  const name = rest
    .split(/(@.)/s)
    .map((part) => (part === '@@' ? '@' : /^@.$/.test(part) ? valueFor(part, version, chance) : part))
    .join('');
  const near = chance.weighted({ same: 86, more: 8, less: 3, other: 3 });
  const spelled =
    near === 'more'
      ? `${name}${chance.pick(['.asc', 'x', '-'])}`
      : near === 'less'
        ? name.slice(0, -1)
        : near === 'other'
          ? `o${name}`
          : name;
  const placed = anywhere ? `${chance.pick(['', '', 'sub/', 'a/b/', 'a/b/c/'])}${spelled}` : spelled;
  const isPath = placed.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
  return isPath && !/[\0\n]/.test(placed) ? placed : null;
}
