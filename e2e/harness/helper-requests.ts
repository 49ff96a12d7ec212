/** Requests to the helper: right ones, mutated ones by a seed, and a small checker of what may be accepted, written apart. */
import { HELPER_VERBS, type HelperVerb } from '../../shared/changes/actions.ts';
import { HELPER_PROTOCOL } from '../../shared/changes/installed-helper.ts';

type Body = Record<string, unknown>;
export type Random = (below: number) => number;

/** Xorshift (Marsaglia, 2003): the same numbers for a seed on every machine. */
export function randomOf(seed: number): Random {
  let state = seed === 0 ? 1 : seed >>> 0;
  return (below) => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state % below;
  };
}

const STORE = '/var/lib/extensions.d';
const IMAGE = {
  name: 'a',
  store: STORE,
  version: '1',
  architecture: 'x86-64',
  keep: 1,
  current: true,
  versioned: false,
  adopts: null,
};
const ORIGIN = {
  remote: 'a',
  address: 'https://a.org/a-1.raw',
  sha256: null,
  signedBy: 'A'.repeat(40),
  signedAt: 1,
};
const TRANSFER = { name: 'a', url: 'https://a.org/x', patterns: ['a-@v.raw'], store: STORE, keep: 2 };

/** The parameters of a verb beside protocol, class and root. */
export function rightParameters(verb: HelperVerb): Body {
  switch (verb) {
    case 'mask':
    case 'unmask':
      return { names: ['a'], allowMovingAside: false };
    case 'merge':
    case 'unmerge':
    case 'refresh':
    case 'merge-force':
    case 'refresh-force':
      return { mutable: null };
    case 'install':
      return { ...IMAGE, sha256: 'a'.repeat(64), origin: ORIGIN };
    case 'make-current':
      return { ...IMAGE, sha256: null, origin: null };
    case 'set-for-os':
      return { name: 'a', id: 'debian', osVersion: '13', stored: { version: '1', architecture: null } };
    case 'remove':
      return { name: 'a', purge: false };
    case 'vacuum':
      return { name: 'a', keep: 1 };
    case 'reload-services':
    case 'restart-units':
      return { units: ['a.service'], stop: true };
    case 'write-transfer':
    case 'write-transfer-unverified':
      return { ...TRANSFER, verify: verb === 'write-transfer' };
    case 'remove-transfer':
    case 'vacuum-transfer':
      return { name: 'a' };
    case 'update':
      return { name: 'a', version: null, adopts: { name: 'a', store: STORE, version: '1', architecture: null } };
    case 'pin':
      return { name: 'a', version: '1', held: false };
    case 'set-feature':
      return { component: 'a', feature: 'b', enabled: true };
    case 'add-helper':
      return { sha256: null };
    case 'enable-at-boot':
    case 'disable-at-boot':
    case 'add-boot-refresh-unit':
    case 'remove-boot-refresh-unit':
    case 'remove-helper':
      return {};
  }
}

const TEXTS = [
  ...[
    '',
    '.',
    '..',
    '/',
    '//',
    '/.',
    '/..',
    '../../etc/shadow',
    '/etc/shadow',
    'a/b',
    'a\0b',
    'a\nb',
    '\u007f',
    '\ud800',
  ],
  ...['--force', '-rf', '.#veneer-0000000000000000', '.#a', ' ', 'a b', '%', '@', 'a'.repeat(256), 'ü'.repeat(128)],
  ...['$(id)', '`id`', ';id', '{}', '__proto__', 'constructor', 'null', 'true', '1', '-1', '1.0', '+', '_', '~'],
  ...['ssh.service', '--now', 'multi-user.target', '-.mount', '../x.service', 'x.service\n', 'x@y.service', '.service'],
  ...[
    '/home/me',
    '/var/lib/extensions.d',
    '/var/lib/extensions.d/',
    '/opt/extensions',
    '/run/extensions.d',
    '/tmp/../',
  ],
  ...[
    'http://a.org/',
    'https://a.org',
    'https://u@a.org/',
    'file:///etc',
    'https://a.org/#x',
    'http://127.0.0.1/',
    'HTTPS://A/',
  ],
  ...[
    'a-@v.raw',
    '@v',
    '@v@v.raw',
    '*.raw',
    'A'.repeat(64),
    'g'.repeat(64),
    'f'.repeat(64),
    'f'.repeat(63),
    'sysext',
    'confext',
  ],
];
const VALUES: readonly unknown[] = [
  ...[null, true, false, 0, -0, 1, -1, 1.5, 100, 101, 1e308, 2 ** 53, [], [[]], {}, { a: 1 }, ['a'], [null], [1]],
  ...[Array(401).fill('a'), Array(400).fill('a'), { version: '1', architecture: null }, { length: 1, 0: 'a' }],
];

/**
 * A request that was right, changed in some places.
 *
 * @param roots what stands for `/`, of which some are chosen
 */
export function mutatedRequest(random: Random, roots: readonly unknown[]): [string, string, ...string[]] {
  const pick = <T>(all: readonly T[]): T => all[random(all.length)] as T;
  const verb = pick(HELPER_VERBS);
  const body: Body = {
    protocol: HELPER_PROTOCOL,
    class: pick(['sysext', 'confext']),
    root: pick(roots),
    ...rightParameters(verb),
  };
  const hostile = (): unknown => (random(3) === 0 ? pick(VALUES) : pick(TEXTS));
  const keys = () => Object.keys(body).filter((key) => key !== 'root');
  for (let left = random(4); left > 0; left--) {
    const key = pick(keys());
    switch (random(7)) {
      case 0:
        delete body[key];
        break;
      case 1:
        body[pick(['path', 'force', 'then', 'toString', 'verb', 'unit', 'source'])] = hostile();
        break;
      case 2:
        Object.assign(body, rightParameters(pick(HELPER_VERBS)));
        break;
      case 3:
        if (Array.isArray(body[key])) body[key] = [...(body[key] as unknown[]), hostile()];
        else body[key] = [body[key]];
        break;
      case 4:
        if (typeof body[key] === 'string') {
          const text = body[key];
          const at = random(text.length + 1);
          body[key] = text.slice(0, at) + String.fromCharCode(random(0x180)) + text.slice(at + random(2));
        }
        break;
      default:
        body[key] = hostile();
    }
  }
  let text = JSON.stringify(body);
  if (random(20) === 0) text = text.slice(0, random(text.length));
  if (random(20) === 0) text = text.replace('{', '{"__proto__":{"class":"sysext","root":"/"},');
  if (random(40) === 0) text = `[${text}]`;
  const said = random(12) === 0 ? pick([...HELPER_VERBS, 'destroy', '__proto__', '', ...TEXTS]) : verb;
  return random(40) === 0 ? [said, text, pick(TEXTS)] : [said, text];
}

const isText = (value: unknown, pattern: RegExp) => typeof value === 'string' && pattern.test(value);
const isOneOf = (value: unknown, all: readonly unknown[]) => all.includes(value);
const isCount = (value: unknown, least = 0) =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= 100;
const isName = (value: unknown) =>
  typeof value === 'string' &&
  Buffer.byteLength(value) <= 255 &&
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
  !/[/\u0000-\u001f\u007f\ufffd]|^\.{0,2}$|^\.#/.test(value) &&
  value.isWellFormed();
const isVersion = (value: unknown) => isText(value, /^[0-9A-Za-z][\w.+~^-]{0,127}$/);
const isArchitecture = (value: unknown) => value === null || isText(value, /^[a-z0-9]+(-[a-z0-9]+)?$/);
const isHash = (value: unknown) => isText(value, /^[0-9a-f]{64}$/);
const isFlag = (value: unknown) => typeof value === 'boolean';
const isComponent = (value: unknown) => isText(value, /^[0-9A-Za-z][\w.+-]*$/);
const isKept = (value: unknown) =>
  value === null || isObjectOf(value, { version: isVersion, architecture: isArchitecture });
const storesOf = (extensionClass: unknown) =>
  extensionClass === 'confext'
    ? ['/var/lib/confexts.d', '/run/confexts.d']
    : ['/var/lib/extensions.d', '/run/extensions.d', '/opt/extensions'];

type Rules = Readonly<Record<string, (value: unknown) => boolean>>;
const isObjectOf = (value: unknown, rules: Rules): boolean =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.keys(value).length === Object.keys(rules).length &&
  Object.entries(rules).every(([key, isRight]) => Object.hasOwn(value, key) && isRight((value as Body)[key]));
const isListOf = (value: unknown, least: number, isRight: (one: unknown) => boolean) =>
  Array.isArray(value) && value.length >= least && value.length <= 400 && value.every(isRight);

function rulesOf(verb: string, extensionClass: unknown): Rules | null {
  const store = (value: unknown) => isOneOf(value, storesOf(extensionClass));
  const image = { name: isName, store, version: isVersion, architecture: isArchitecture };
  const count = (value: unknown) => value === null || isCount(value);
  const stored = { ...image, keep: count, current: isFlag, versioned: isFlag, adopts: isKept };
  const address = (value: unknown) =>
    isText(value, /^(https:\/\/[^/@\s]+|http:\/\/(127[.\d]+|localhost|\[::1\])(:\d+)?)\/[!-~]*$/) &&
    !/[#\\"'<>`]/.test(String(value));
  const pattern = (value: unknown) => isText(value, /^[\w.+~^%-]*@v[\w.+~^%-]*\.raw(\.(xz|gz|bz2|zst))?$/);
  const transfer = { name: isComponent, url: address, store, keep: (value: unknown) => isCount(value, 1) };
  const patterns = (value: unknown) => isListOf(value, 1, pattern);
  if (/^(un)?mask$/.test(verb)) return { names: (value) => isListOf(value, 1, isName), allowMovingAside: isFlag };
  if (/^((merge|refresh)(-force)?|unmerge)$/.test(verb)) {
    const modes = [null, 'no', 'auto', 'yes', 'import', 'ephemeral', 'ephemeral-import'];
    return { mutable: (value) => isOneOf(value, modes) };
  }
  if (verb === 'install') {
    const served = (value: unknown) =>
      isText(value, /^(https|file|oci):\/\/[^/@]*\/[!-~]+$/) && !/["\\<>`]/.test(String(value));
    const here = (value: unknown) => isText(value, /^http:\/\/(127[.\d]+|localhost|\[::1\])(:\d+)?\/[!-~]+$/);
    const from = {
      remote: isComponent,
      address: (value: unknown) => (served(value) || here(value)) && String(value).length <= 2000,
      sha256: (value: unknown) => value === null || isHash(value),
      signedBy: (value: unknown) => value === null || isText(value, /^[\dA-F]{16,64}$/),
      signedAt: (value: unknown) => value === null || (Number.isSafeInteger(value) && Number(value) >= 0),
    };
    return { ...stored, sha256: isHash, origin: (value) => value === null || isObjectOf(value, from) };
  }
  if (verb === 'make-current') {
    return {
      ...stored,
      sha256: (value) => value === null,
      origin: (value) => value === null,
      current: (value) => value === true,
    };
  }
  if (verb === 'set-for-os') {
    const osField = (value: unknown) => isText(value, /^[a-z0-9][a-z0-9._-]{0,63}$/);
    return { name: isName, id: osField, osVersion: (value) => value === null || osField(value), stored: isKept };
  }
  if (verb === 'remove') return { name: isName, purge: isFlag };
  if (verb === 'vacuum') return { name: isName, keep: isCount };
  if (/^(reload-services|restart-units)$/.test(verb)) {
    const unit = (value: unknown) => isText(value, /^[\w:\\@][\w:.\\@-]*\.(service|socket|timer|path)$/);
    return { units: (value) => isListOf(value, 0, unit), stop: isFlag };
  }
  if (verb === 'write-transfer') return { ...transfer, patterns, verify: (value) => value === true };
  if (verb === 'write-transfer-unverified') return { ...transfer, patterns, verify: (value) => value === false };
  if (/^(remove|vacuum)-transfer$/.test(verb)) return { name: isComponent };
  if (verb === 'update') {
    const adopts = (value: unknown) => value === null || isObjectOf(value, image);
    return { name: isComponent, version: (value) => value === null || isVersion(value), adopts };
  }
  if (verb === 'pin') return { name: isName, version: (value) => value === null || isVersion(value), held: isFlag };
  if (verb === 'set-feature') {
    const component = (value: unknown) => value === '' || isComponent(value);
    return { component, feature: isComponent, enabled: (value) => value === null || isFlag(value) };
  }
  if (verb === 'add-helper') return { sha256: (value) => value === null || isHash(value) };
  return /^((en|dis)able-at-boot|(add|remove)-boot-refresh-unit|remove-helper)$/.test(verb) ? {} : null;
}

/** Whether a request may be accepted; what is unsure is not. @param byPolkit then nothing but `/` is changed */
export function mayAccept(args: readonly string[], byPolkit: boolean): boolean {
  const [verb = '', text = '', ...rest] = args;
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return false;
  }
  const { class: extensionClass } = (body ?? {}) as Body;
  const rules = rulesOf(verb, extensionClass);
  const isRoot = (value: unknown) =>
    value === '/' ||
    (!byPolkit &&
      typeof value === 'string' &&
      value.startsWith('/') &&
      value
        .split('/')
        .slice(1)
        .every((part) => !['', '.', '..'].includes(part) && !part.includes('\0')));
  const common = { protocol: (value: unknown) => value === HELPER_PROTOCOL, root: isRoot };
  const isClass = (value: unknown) => value === 'sysext' || value === 'confext';
  return rest.length === 0 && rules !== null && isObjectOf(body, { ...common, class: isClass, ...rules });
}
