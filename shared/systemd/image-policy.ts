/**
 * Image policies: which protection a partition must have to be used (systemd.image-policy(7)). Only what an extension
 * can use is kept: root and /usr.
 */

export type Designator = 'root' | 'usr';

/** How a partition is protected, or that it is not there. */
export type Protection = 'verity' | 'signed' | 'encrypted' | 'unprotected' | 'absent';

const PROTECTIONS: readonly Protection[] = ['verity', 'signed', 'encrypted', 'unprotected', 'absent'];
type Flag = Protection | 'unused';

export type ImagePolicy = Readonly<Record<Designator, ReadonlySet<Flag>>>;

const OPEN: ReadonlySet<Flag> = new Set<Flag>(PROTECTIONS);
const IGNORED: ReadonlySet<Flag> = new Set<Flag>(['unused', 'absent']);

/** What systemd-sysext takes where nothing else is said (image_policy_sysext in src/shared/image-policy.c). */
export const SYSEXT_POLICY: ImagePolicy = { root: OPEN, usr: OPEN };
/** What systemd-confext takes where nothing else is said: it does not look at a /usr partition. */
export const CONFEXT_POLICY: ImagePolicy = { root: OPEN, usr: IGNORED };
/** For what stands in an initrd's /.extra/sysext and /.extra/confext, which nobody vouches for. */
export const SYSEXT_STRICT: ImagePolicy = policyOf(new Set(['signed', 'absent']), new Set(['signed', 'absent']));
export const CONFEXT_STRICT: ImagePolicy = policyOf(new Set(['signed', 'absent']), IGNORED);
/** For anything else below an initrd's /.extra. */
export const DENY: ImagePolicy = policyOf(new Set(['absent']), new Set(['absent']));

function policyOf(root: ReadonlySet<Flag>, usr: ReadonlySet<Flag>): ImagePolicy {
  return { root, usr };
}

/** Whether the partition is looked at at all, not only tolerated or left out. */
export function mayUse(policy: ImagePolicy, designator: Designator): boolean {
  return (['verity', 'signed', 'encrypted', 'unprotected'] as const).some((flag) => policy[designator].has(flag));
}

/** Whether what was found is admitted (image_policy_check_protection in src/shared/dissect-image.c). */
export function policyAllows(policy: ImagePolicy, designator: Designator, found: Protection | 'unused'): boolean {
  return policy[designator].has(found);
}

/**
 * Reads a policy as it is written in `ImagePolicy=`: `root=verity+signed+absent:usr=...:=absent`, or `*`, `-`, `~`.
 *
 * @returns null for what is none; systemd then keeps what it had
 */
export function parseImagePolicy(text: string): ImagePolicy | null {
  if (text === '*') return SYSEXT_POLICY;
  if (text === '-') return policyOf(IGNORED, IGNORED);
  if (text === '~') return DENY;
  const given = new Map<string, ReadonlySet<Flag>>();
  for (const rule of text.split(':')) {
    const at = rule.indexOf('=');
    if (at < 0) return null;
    const flags = parseFlags(rule.slice(at + 1).trim());
    const designator = rule.slice(0, at).trim();
    if (flags === null || given.has(designator)) return null;
    given.set(designator, flags);
  }
  // What no rule names is ignored where there is no rule for the rest.
  const rest = given.get('') ?? IGNORED;
  return policyOf(given.get('root') ?? rest, given.get('usr') ?? rest);
}

/** Of the partitions that a policy can name (partition_designator_from_string()); an empty one is of all that it does not name. */
const DESIGNATORS = /^(?:root|usr|home|srv|esp|xbootldr|swap|tmp|var|(?:root|usr)-verity(?:-sig)?)?$/;
const FLAG =
  /^(?:verity|signed|encrypted|encryptedwithintegrity|unprotected|unused|absent|open|ignore|(?:read-only|growfs)-(?:on|off))$/;
const MAX_POLICY = 1000;

/**
 * Whether a text is a policy to systemd, for who gives it to a program: systemd.image-policy(7), measured by
 * `systemd-analyze image-policy` of 257 and 262. Blanks and what restricts the file system (262) are left out: what such a
 * policy admits is not predicted.
 */
export function isImagePolicy(text: string): boolean {
  if (text === '*' || text === '-' || text === '~') return true;
  if (text === '' || text.length > MAX_POLICY) return false;
  const seen = new Set<string>();
  return text.split(':').every((rule) => {
    const at = rule.indexOf('=');
    const [designator, flags] = [rule.slice(0, at), rule.slice(at + 1)];
    if (at < 0 || !DESIGNATORS.test(designator) || seen.has(designator)) return false;
    seen.add(designator);
    return flags === '' || flags === '-' || flags.split('+').every((flag) => FLAG.test(flag));
  });
}

/** Whether a policy has the flag that came with 260 (NEWS). */
export const isPolicyOf260 = (text: string): boolean => text.includes('encryptedwithintegrity');

function parseFlags(text: string): ReadonlySet<Flag> | null {
  const flags = new Set<Flag>();
  for (const word of text.split('+').map((one) => one.trim())) {
    if (word === '' || word === '-') continue;
    if (word === 'open') for (const one of PROTECTIONS) flags.add(one);
    else if (word === 'ignore') for (const one of ['unused', 'absent'] as const) flags.add(one);
    else if (word === 'unused' || PROTECTIONS.includes(word as Protection)) flags.add(word as Flag);
    else if (!/^(?:encryptedwithintegrity|read-only-on|read-only-off|growfs-on|growfs-off)$/.test(word)) return null;
  }
  // Flags of the partition alone leave the protection open.
  return flags.size === 0 ? OPEN : flags;
}
