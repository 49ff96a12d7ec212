/** What the helper may be asked, and the check of it. Written without a library: it runs as root. */

import { HELPER_PROTOCOL, HELPER_VERBS, type HelperVerb } from '../../shared/changes/helper-verbs.ts';
import type { Pin } from '../../shared/changes/pin.ts';
import { isOsField, type OsIdentity } from '../../shared/images/for-os.ts';
import {
  isFingerprint,
  isHash as isHashText,
  isMoment,
  isRemoteName,
  isServedAt,
  type Served,
} from '../../shared/images/origin.ts';
import { isImageVersion, type Store, storesOf, type VersionedAs } from '../../shared/images/store.ts';
import { isArchitecture } from '../../shared/systemd/architecture.ts';
import { type ExtensionClass, MUTABLE_MODES, type MutableMode } from '../../shared/systemd/classes.ts';
import { isSourcePattern, isSourceUrl, isTransferName, type Transfer } from '../../shared/sysupdate/transfer.ts';
import { Fields, isBoolean, isClass, isList, isName, isRoot, isText, orNull, parseInner, refuse } from './fields.ts';

interface Common {
  readonly class: ExtensionClass;
  /** The directory that stands for `/`; always `/` when another user asked through polkit. */
  readonly root: string;
}

export interface MaskRequest extends Common {
  readonly verb: 'mask' | 'unmask';
  readonly names: readonly string[];
  readonly allowMovingAside: boolean;
}

export interface MergeRequest extends Common {
  readonly verb: 'merge' | 'unmerge' | 'refresh' | 'merge-force' | 'refresh-force';
  /** null leaves it to systemd's configuration. */
  readonly mutable: MutableMode | null;
}

export interface InstallRequest extends Common {
  readonly verb: 'install' | 'make-current';
  readonly name: string;
  readonly store: Store;
  readonly version: string;
  /** In the file name; null for an image that fits any. */
  readonly architecture: string | null;
  /** Of the image on stdin, as the person saw it; null where the version is in the store already. */
  readonly sha256: string | null;
  /** How many older versions stay; null leaves all. */
  readonly keep: number | null;
  /** Whether it counts from now on; `install` may only store it beside what counts. */
  readonly current: boolean;
  /** Into the `.v` directory of the name, instead of a symlink that says which version is current. */
  readonly versioned: boolean;
  /**
   * By which version an image is kept that stands where the link has to be. Which file that is, the helper looks itself;
   * null refuses one.
   */
  readonly adopts: VersionedAs | null;
  /** From where the image was fetched, as who asks says; null for one that is a file, and for a version that is in the store. */
  readonly origin: Served | null;
}

export interface ForOsRequest extends Common {
  readonly verb: 'set-for-os';
  readonly name: string;
  /** The release of an OS, which must not be the one that runs. */
  readonly os: OsIdentity;
  /** The version in the store that is current while it runs; null names none any more. */
  readonly stored: VersionedAs | null;
}

export interface RemoveRequest extends Common {
  readonly verb: 'remove';
  readonly name: string;
  /** Deletes what else would be kept in the store. */
  readonly purge: boolean;
}

export interface VacuumRequest extends Common {
  readonly verb: 'vacuum';
  readonly name: string;
  /** How many versions stay beside the current one. */
  readonly keep: number;
}

export interface UnitsRequest extends Common {
  readonly verb: 'reload-services' | 'restart-units';
  /** `restart-units`: those to restart; empty means the targets that start what extensions hook in. */
  readonly units: readonly string[];
  /** Stops them instead, where their files are gone. */
  readonly stop: boolean;
}

export interface BootRequest extends Common {
  readonly verb:
    | 'enable-at-boot'
    | 'disable-at-boot'
    | 'add-boot-refresh-unit'
    | 'remove-boot-refresh-unit'
    | 'remove-helper';
}

export interface AddHelperRequest extends Common {
  readonly verb: 'add-helper';
  /** Of the helper's file, as the release names it and the question shows it; null takes a file that is root's alone. */
  readonly sha256: string | null;
}

export interface WriteTransferRequest extends Common {
  readonly verb: 'write-transfer' | 'write-transfer-unverified';
  readonly transfer: Transfer;
}

export interface RemoveTransferRequest extends Common {
  readonly verb: 'remove-transfer';
  readonly name: string;
}

export interface UpdateRequest extends Common {
  readonly verb: 'update';
  readonly name: string;
  /** null for the newest that the server has. */
  readonly version: string | null;
  /** An image that is kept before, for systemd-sysupdate would put its link over it; null where there is none. */
  readonly adopts: (VersionedAs & { readonly name: string; readonly store: Store }) | null;
}

export interface VacuumTransferRequest extends Common {
  readonly verb: 'vacuum-transfer';
  readonly name: string;
}

export interface PinRequest extends Common {
  readonly verb: 'pin';
  readonly name: string;
  readonly pin: Pin;
}

export interface FeatureRequest extends Common {
  readonly verb: 'set-feature';
  /** Empty for the plain `sysupdate.d`. */
  readonly component: string;
  readonly feature: string;
  /** null leaves it to whoever defines it. */
  readonly enabled: boolean | null;
}

/** A checked request. */
export type HelperRequest =
  | MaskRequest
  | MergeRequest
  | InstallRequest
  | ForOsRequest
  | RemoveRequest
  | VacuumRequest
  | UnitsRequest
  | BootRequest
  | AddHelperRequest
  | WriteTransferRequest
  | RemoveTransferRequest
  | UpdateRequest
  | VacuumTransferRequest
  | PinRequest
  | FeatureRequest;

const MAX_KEPT = 100;
/** systemd.unit(5): letters, digits, `:-_.\@`, and one of the types that can be restarted; no target, which starts others. */
const UNIT = /^[A-Za-z0-9:_\\@][A-Za-z0-9:_.\\@-]{0,239}\.(?:service|socket|timer|path)$/;

/**
 * Checks a request.
 *
 * @param args what follows the program: the verb, and its parameters as one JSON object
 * @param environment pkexec sets PKEXEC_UID; then only `/` may be changed
 * @throws {VeneerError} `invalid-input`
 */
export function parseRequest(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): HelperRequest {
  const [verb, text, ...rest] = args;
  if (text === undefined || rest.length > 0) throw refuse('it takes two arguments, the verb and its parameters');
  if (!isVerb(verb)) throw refuse(`the verb must be one of ${HELPER_VERBS.join(', ')}`);
  const fields = Fields.parse(text);
  fields.take(
    'protocol',
    isText((value) => value === HELPER_PROTOCOL),
    'it comes from another version of Veneer',
  );
  const common = {
    class: fields.take('class', isClass, 'the class must be sysext or confext'),
    root: fields.take('root', isRoot, 'the root is no path'),
  };
  if (common.root !== '/' && environment['PKEXEC_UID'] !== undefined) {
    throw refuse('only the running system may be changed');
  }
  const request = parseRest(verb, common, fields);
  fields.end();
  return request;
}

function parseRest(verb: HelperVerb, common: Common, fields: Fields): HelperRequest {
  const name = () => fields.take('name', isName, 'the name is not one that systemd allows');
  switch (verb) {
    case 'mask':
    case 'unmask': {
      const names = fields.take('names', isList(isName), 'a name is not one that systemd allows');
      if (names.length === 0) throw refuse('no name is given');
      const allowMovingAside = fields.take('allowMovingAside', isBoolean, 'a flag is not true or false');
      return { verb, ...common, names, allowMovingAside };
    }
    case 'merge':
    case 'unmerge':
    case 'refresh':
    case 'merge-force':
    case 'refresh-force':
      return { verb, ...common, mutable: fields.take('mutable', orNull(isMutable), 'the mode is not known') };
    case 'install':
    case 'make-current':
      return {
        verb,
        ...common,
        name: name(),
        store: parseStore(common.class, fields),
        version: fields.take('version', isText(isImageVersion), 'the version cannot stand in a file name'),
        architecture: fields.take('architecture', orNull(isText(isArchitecture)), 'the architecture is not known'),
        sha256:
          verb === 'install'
            ? fields.take('sha256', isHash, 'the hash is no SHA-256')
            : fields.take('sha256', isNull, 'a version that is there has no image'),
        keep: fields.take('keep', orNull(isCount), 'the count is out of range'),
        current: fields.take(
          'current',
          (value): value is boolean => value === true || (value === false && verb === 'install'),
          'a version that is there can only be made current',
        ),
        versioned: fields.take('versioned', isBoolean, 'a flag is not true or false'),
        adopts: parseInner('adopts', fields, parseVersionedAs),
        origin:
          verb === 'install'
            ? parseInner('origin', fields, parseServed)
            : fields.take('origin', isNull, 'a version that is there came before'),
      };
    case 'set-for-os':
      return {
        verb,
        ...common,
        name: name(),
        os: {
          id: fields.take('id', isText(isOsField), 'the OS has no ID of os-release(5)'),
          version: fields.take('osVersion', orNull(isText(isOsField)), 'the OS has no VERSION_ID of os-release(5)'),
        },
        stored: parseInner('stored', fields, parseVersionedAs),
      };
    case 'remove':
      return { verb, ...common, name: name(), purge: fields.take('purge', isBoolean, 'a flag is not true or false') };
    case 'vacuum':
      return { verb, ...common, name: name(), keep: fields.take('keep', isCount, 'the count is out of range') };
    case 'reload-services':
    case 'restart-units':
      return {
        verb,
        ...common,
        units: fields.take('units', isList(isText((one) => UNIT.test(one))), 'a unit has no name of systemd'),
        stop: fields.take('stop', isBoolean, 'a flag is not true or false'),
      };
    case 'enable-at-boot':
    case 'disable-at-boot':
    case 'add-boot-refresh-unit':
    case 'remove-boot-refresh-unit':
    case 'remove-helper':
      return { verb, ...common };
    case 'add-helper':
      return { verb, ...common, sha256: fields.take('sha256', orNull(isHash), 'the hash is no SHA-256') };
    case 'write-transfer':
    case 'write-transfer-unverified': {
      const transfer = parseTransfer(common.class, fields);
      if (transfer.verify !== (verb === 'write-transfer')) throw refuse('the verb does not say whether it is verified');
      return { verb, ...common, transfer };
    }
    case 'remove-transfer':
    case 'vacuum-transfer':
      return { verb, ...common, name: transferName(fields) };
    case 'pin':
      return {
        verb,
        ...common,
        name: name(),
        pin: {
          version: fields.take('version', orNull(isText(isImageVersion)), 'the version cannot stand in a file name'),
          held: fields.take('held', isBoolean, 'a flag is not true or false'),
        },
      };
    case 'set-feature':
      return {
        verb,
        ...common,
        component: fields.take(
          'component',
          isText((one) => one === '' || isTransferName(one)),
          'the component has no name of systemd',
        ),
        feature: fields.take('feature', isText(isTransferName), 'the feature has no name of systemd'),
        enabled: fields.take('enabled', orNull(isBoolean), 'a flag is not true or false'),
      };
    case 'update':
      return {
        verb,
        ...common,
        name: transferName(fields),
        version: fields.take('version', orNull(isText(isImageVersion)), 'the version cannot stand in a file name'),
        adopts: parseInner('adopts', fields, (inner) => ({
          ...parseVersionedAs(inner),
          name: inner.take('name', isName, 'the name is not one that systemd allows'),
          store: parseStore(common.class, inner),
        })),
      };
  }
}

function parseVersionedAs(fields: Fields): VersionedAs {
  return {
    version: fields.take('version', isText(isImageVersion), 'the version cannot stand in a file name'),
    architecture: fields.take('architecture', orNull(isText(isArchitecture)), 'the architecture is not known'),
  };
}

function parseServed(fields: Fields): Served {
  return {
    remote: fields.take('remote', isText(isRemoteName), 'a remote cannot be named that'),
    address: fields.take('address', isText(isServedAt), 'no image is served at that address'),
    sha256: fields.take('sha256', orNull(isHash), 'the hash is no SHA-256'),
    signedBy: fields.take('signedBy', orNull(isText(isFingerprint)), 'the key has no fingerprint of that form'),
    signedAt: fields.take('signedAt', orNull(isMoment), 'the time of a signature is out of range'),
  };
}

const isMutable = (value: unknown): value is MutableMode => MUTABLE_MODES.some((mode) => mode === value);
const isHash = isText(isHashText);
const isNull = (value: unknown): value is null => value === null;
const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MAX_KEPT;

/** One of the fixed stores of the class: no other path is ever taken. */
function parseStore(extensionClass: ExtensionClass, fields: Fields): Store {
  const path = fields.take(
    'store',
    isText(() => true),
    'the store is no path',
  );
  const store = storesOf(extensionClass).find((one) => one.store === path);
  if (store === undefined) throw refuse('the store is not one that Veneer uses');
  return store;
}

const transferName = (fields: Fields): string =>
  fields.take('name', isText(isTransferName), 'the name cannot stand in a transfer file');

function parseTransfer(extensionClass: ExtensionClass, fields: Fields): Transfer {
  const transfer = {
    name: transferName(fields),
    url: fields.take('url', isText(isSourceUrl), 'the address is not one of https'),
    patterns: fields.take('patterns', isList(isText(isSourcePattern)), 'a pattern is not one that sysupdate takes'),
    verify: fields.take('verify', isBoolean, 'a flag is not true or false'),
    store: parseStore(extensionClass, fields),
    keep: fields.take('keep', isCount, 'the count is out of range'),
  };
  if (transfer.patterns.length === 0) throw refuse('no pattern is given');
  if (transfer.keep === 0) throw refuse('sysupdate keeps one old version at least');
  return transfer;
}

function isVerb(verb: string | undefined): verb is HelperVerb {
  return (HELPER_VERBS as readonly (string | undefined)[]).includes(verb);
}
