/** Requests to the helper: right ones, and ones that were mutated by a seed. Which may be accepted: helper-request-checker.ts. */
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
    case 'merge-policy':
    case 'refresh-policy':
      return {
        mutable: null,
        force: false,
        options: { noexec: false, imagePolicy: 'root=signed', noReload: false, alwaysRefresh: null },
      };
    case 'install':
      return { ...IMAGE, sha256: 'a'.repeat(64), origin: ORIGIN };
    case 'make-current':
      return { ...IMAGE, sha256: null, origin: null };
    case 'set-for-os':
      return { name: 'a', id: 'debian', osVersion: '13', stored: { version: '1', architecture: null } };
    case 'remove':
      return { name: 'a', purge: false };
    case 'rename':
      return { name: 'a', to: 'b' };
    case 'vacuum':
      return { name: 'a', keep: 1 };
    case 'reload-services':
    case 'restart-units':
      return { units: ['a.service'], stop: true };
    case 'start-services':
    case 'stop-services':
    case 'restart-services':
      return { units: ['a.service'] };
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
    case 'attach-portable':
    case 'reattach-portable':
      return {
        name: 'a',
        extensions: ['b'],
        profile: 'default',
        prefixes: ['a'],
        runtime: false,
        now: true,
        atBoot: true,
      };
    case 'detach-portable':
      return { name: 'a', now: true };
    case 'add-helper':
      return { sha256: null };
    case 'go-back':
      return { waits: false };
    case 'keep-change':
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
