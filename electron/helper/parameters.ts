/** The check of parameters that several verbs have. */

import type { Served } from '../../shared/images/origin.ts';
import { isFingerprint, isHash as isHashText, isMoment, isRemoteName, isServedAt } from '../../shared/images/origin.ts';
import { isImageVersion, type Store, storesOf, type VersionedAs } from '../../shared/images/store.ts';
import { isArchitecture } from '../../shared/systemd/architecture.ts';
import { type ExtensionClass, MUTABLE_MODES, type MutableMode } from '../../shared/systemd/classes.ts';
import { isTransferName } from '../../shared/sysupdate/transfer.ts';
import { type Fields, isBoolean, isName, isText, orNull, refusedField } from './fields.ts';

const MAX_KEPT = 100;

export const isHash = isText(isHashText);
export const isNull = (value: unknown): value is null => value === null;
export const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MAX_KEPT;

export const takeName = (fields: Fields): string =>
  fields.take('name', isName, 'the name is not one that systemd allows');

export const takeFlag = (fields: Fields, key: string): boolean =>
  fields.take(key, isBoolean, 'a flag is not true or false');

const isMode = (value: unknown): value is MutableMode => MUTABLE_MODES.some((mode) => mode === value);

/** null leaves it to systemd's configuration. */
export const takeMode = (fields: Fields): MutableMode | null =>
  fields.take('mutable', orNull(isMode), 'the mode is not known');

export const takeCount = (fields: Fields, key: string): number =>
  fields.take(key, isCount, 'the count is out of range');

const WRONG_VERSION = 'the version cannot stand in a file name';

export const takeVersion = (fields: Fields): string => fields.take('version', isText(isImageVersion), WRONG_VERSION);
export const takeVersionOrNull = (fields: Fields): string | null =>
  fields.take('version', orNull(isText(isImageVersion)), WRONG_VERSION);

export const takeArchitecture = (fields: Fields): string | null =>
  fields.take('architecture', orNull(isText(isArchitecture)), 'the architecture is not known');

export const takeVersionedAs = (fields: Fields): VersionedAs => ({
  version: takeVersion(fields),
  architecture: takeArchitecture(fields),
});

export const takeTransferName = (fields: Fields): string =>
  fields.take('name', isText(isTransferName), 'the name cannot stand in a transfer file');

/** One of the fixed stores of the class: no other path is ever taken. */
export function takeStore(fields: Fields, extensionClass: ExtensionClass): Store {
  const path = fields.take(
    'store',
    isText(() => true),
    'the store is no path',
  );
  const store = storesOf(extensionClass).find((one) => one.store === path);
  if (store === undefined) throw refusedField('the store is not one that Veneer uses');
  return store;
}

export const takeServed = (fields: Fields): Served => ({
  remote: fields.take('remote', isText(isRemoteName), 'a remote cannot be named that'),
  address: fields.take('address', isText(isServedAt), 'no image is served at that address'),
  sha256: fields.take('sha256', orNull(isHash), 'the hash is no SHA-256'),
  signedBy: fields.take('signedBy', orNull(isText(isFingerprint)), 'the key has no fingerprint of that form'),
  signedAt: fields.take('signedAt', orNull(isMoment), 'the time of a signature is out of range'),
});
