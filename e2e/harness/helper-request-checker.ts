/** A small checker of which requests the helper may accept, written apart from the helper's own. */
import { HELPER_PROTOCOL } from '../../shared/changes/installed-helper.ts';

type Body = Record<string, unknown>;

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
  if (/^(merge|refresh)-policy$/.test(verb)) {
    const modes = [null, 'no', 'auto', 'yes', 'import', 'ephemeral', 'ephemeral-import'];
    const flag = (value: unknown) => value === null || isFlag(value);
    const rule = String.raw`(root|usr|home|srv|esp|xbootldr|swap|tmp|var|(root|usr)-verity(-sig)?)?=(-|[a-z-]+(\+[a-z-]+)*)?`;
    const policy = (value: unknown) => isText(value, new RegExp(`^([*~-]|${rule}(:${rule})*)$`));
    const given = {
      noexec: (value: unknown) => flag(value) && !(value && extensionClass === 'sysext'),
      imagePolicy: policy,
      noReload: isFlag,
      alwaysRefresh: flag,
    };
    const options = (value: unknown) => isObjectOf(value, given);
    return { mutable: (value) => isOneOf(value, modes), force: isFlag, options };
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
  if (verb === 'rename') return { name: isName, to: isName };
  if (verb === 'go-back') return { waits: isFlag };
  if (verb === 'keep-change') return {};
  if (verb === 'vacuum') return { name: isName, keep: isCount };
  if (/^(reload-services|restart-units)$/.test(verb)) {
    const unit = (value: unknown) => isText(value, /^[\w:\\@][\w:.\\@-]*\.(service|socket|timer|path)$/);
    return { units: (value) => isListOf(value, 0, unit), stop: isFlag };
  }
  if (/^(re)?start-services$|^stop-services$/.test(verb)) {
    const unit = (value: unknown) => isText(value, /^[\w:\\@][\w:.\\@-]*\.(service|socket|timer|path)$/);
    return { units: (value) => isListOf(value, 1, unit) };
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
  if (/^(re)?attach-portable$/.test(verb)) {
    const prefix = (value: unknown) => isText(value, /^[\w:.\\][\w:.\\-]{0,239}$/);
    return {
      name: isName,
      extensions: (value) => isListOf(value, 0, isName) && (value as unknown[]).length <= 32,
      profile: (value) => isName(value) && String(value).length <= 200,
      prefixes: (value) => isListOf(value, 0, prefix),
      runtime: isFlag,
      now: isFlag,
      atBoot: isFlag,
    };
  }
  if (verb === 'detach-portable') return { name: isName, now: isFlag };
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
