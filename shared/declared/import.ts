/** A file for Butane or Ignition as what it declares of extensions; what it says beside them is told, and not compared. */
import { PINS, parsePin } from '../changes/pin-record.ts';
import { isServedAt } from '../images/origin.ts';
import { parseReleaseName } from '../images/release-name.ts';
import { isImageVersion, parseImageFileName, storesOf } from '../images/store.ts';
import { firstNames } from '../messages/first-names.ts';
import { type Message, messageOf } from '../messages/message.ts';
import { Declared } from '../model/declared.ts';
import { VeneerError } from '../model/errors.ts';
import { CLASSES, type ExtensionClass, NEWEST_KNOWN, rulesFor } from '../systemd/classes.ts';
import { isExtensionName } from '../systemd/extension-name.ts';
import { maskDirectories } from '../systemd/masking.ts';
import { kindOf, streamOf } from '../sysupdate/kind.ts';
import { parseTransferFile, TransferFileError } from '../sysupdate/transfer-file.ts';
import { BOOT_SETTINGS, isSameName } from './present.ts';
import type { Provisioned, ProvisionedFile } from './provisioned.ts';
import { BOOT_UNIT } from './provisioning.ts';

export interface Imported {
  readonly declared: Declared;
  /** What of the file is not compared, and why. */
  readonly unknown: readonly Message[];
}

interface Named {
  readonly class: ExtensionClass;
  readonly name: string;
}

const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('/'));
const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** The class whose directories these are. */
const classOf = (directory: string, directories: (one: ExtensionClass) => readonly string[]) =>
  CLASSES.find((one) => directories(one).includes(directory)) ?? null;
const searchPath = (one: ExtensionClass): readonly string[] => rulesFor(NEWEST_KNOWN).searchPath[one];

/** An image, or a link to one, by where it stands; null for what is none. */
function imageAt(path: string): Named | null {
  const extensionClass = classOf(parentOf(path), searchPath);
  const name = /^(.+?)(?:\.(?:sysext|confext))?\.raw$/.exec(nameOf(path))?.[1];
  return extensionClass === null || name === undefined || !isExtensionName(name)
    ? null
    : { class: extensionClass, name };
}

/** A directory that is a mask by its place. */
function maskAt(path: string): Named | null {
  const extensionClass = classOf(parentOf(path), maskDirectories);
  const name = nameOf(path);
  return extensionClass === null || !isExtensionName(name) ? null : { class: extensionClass, name };
}

const isStored = (path: string): boolean =>
  CLASSES.some((one) => storesOf(one).some(({ store }) => path.startsWith(`${store}/`)));

/** @throws {VeneerError} `too-large` for more than a file may declare */
export function importedFrom(from: Provisioned, path: string): Imported {
  const unknown: Message[] = [];
  const others: string[] = [...from.others];
  const extensions = new Map<string, Named & { image: ProvisionedFile | null; target: string }>();
  const masks = new Map<string, Named>();
  const add = (one: Named, image: ProvisionedFile | null, target: string, at: string) => {
    const key = `${one.class} ${one.name}`;
    if (extensions.has(key)) unknown.push(messageOf('declared.import-twice', { name: one.name, path: at }));
    else extensions.set(key, { ...one, image, target });
  };
  const linked = new Set(from.links.map(({ target }) => target));
  for (const { path: at, target } of from.links) {
    const named = imageAt(at) ?? (target === '/dev/null' ? maskAt(at) : null);
    if (named === null) others.push(at);
    // So Flatcar's documentation takes out what the OS brings; an empty directory is what every systemd passes over.
    else if (target === '/dev/null') masks.set(`${named.class} ${named.name}`, named);
    else add(named, from.files.find((one) => one.path === target) ?? null, target, at);
  }
  const { pins, streams, rest } = recordsIn(from.files);
  for (const file of rest) {
    const named = imageAt(file.path);
    if (named !== null) add(named, file, file.path, file.path);
    else if (!linked.has(file.path)) {
      if (isStored(file.path)) unknown.push(messageOf('declared.import-not-linked', { path: file.path }));
      else others.push(file.path);
    }
  }
  for (const at of from.directories) {
    const named = maskAt(at);
    const isFilled = from.files.some((file) => file.path.startsWith(`${at}/`));
    if (named !== null && !isFilled) masks.set(`${named.class} ${named.name}`, named);
    else others.push(at);
  }
  const boot = Object.fromEntries(
    BOOT_SETTINGS.flatMap((one) => {
      const unit = from.units.find(({ name }) => name === BOOT_UNIT[one]);
      return unit === undefined ? [] : [[one, unit.enabled] as const];
    }),
  );
  const known: readonly string[] = BOOT_SETTINGS.map((one) => BOOT_UNIT[one]);
  others.push(...from.units.flatMap(({ name }) => (known.includes(name) ? [] : [name])));
  const fields = {
    veneer: 1,
    extensions: [...extensions].map(([key, one]) => ({
      ...extensionFields(one, streams.find((other) => isSameName(one, other))?.stream ?? '', unknown),
      enabled: !masks.has(key),
    })),
    pins,
    masks: [...masks].flatMap(([key, one]) => (extensions.has(key) ? [] : [one])),
    boot,
  };
  if (others.length > 0)
    unknown.push(messageOf('declared.import-not-compared', { names: firstNames([...new Set(others)]) }));
  const { success, data } = Declared.safeParse(fields);
  if (!success) throw new VeneerError('too-large', messageOf('declared.import-too-much', { path }));
  return { declared: data, unknown };
}

/** By version, and the file itself where its checksum is that of what is served. */
function extensionFields(
  one: Named & { readonly image: ProvisionedFile | null; readonly target: string },
  stream: string,
  unknown: Message[],
) {
  const { class: extensionClass, name, image, target } = one;
  const named = { class: extensionClass, name };
  if (stream !== '') return { ...named, stream: `${stream}*` };
  const file = nameOf(target);
  const release = parseReleaseName(file);
  const byName = parseImageFileName(file, name)?.version ?? (release?.name === name ? release.version : null);
  const version = byName === null ? {} : { version: byName };
  if (image === null) return { ...named, ...version };
  const { url, sha256, isPacked } = image;
  if (url === null || sha256 === null || isPacked || !isServedAt(url)) {
    unknown.push(messageOf('declared.import-no-checksum', { name }));
    return { ...named, ...version };
  }
  return { ...named, ...version, source: { url, sha256 } };
}

/** Files of Veneer and of systemd-sysupdate, of which it is known what they say. */
function recordsIn(files: readonly ProvisionedFile[]) {
  const pins: (Named & { version?: string; held?: boolean })[] = [];
  const streams: (Named & { stream: string })[] = [];
  const rest = files.filter(({ path, text }) => {
    if (text === null) return true;
    const pin = parentOf(path) === PINS ? pinOf(nameOf(path), text) : null;
    if (pin !== null && !pins.some((other) => isSameName(other, pin))) pins.push(pin);
    const stream = /^\/etc\/sysupdate(?:\..+)?\.d\/[^/]+\.(?:conf|transfer)$/.test(path) ? followed(text) : null;
    if (stream !== null) streams.push(stream);
    return pin === null && stream === null;
  });
  return { pins, streams, rest };
}

function pinOf(fileName: string, text: string) {
  const [, extensionClass, name = ''] = /^(sysext|confext)-(.+)\.json$/.exec(fileName) ?? [];
  const pin = parsePin(text);
  if (extensionClass === undefined || pin === null || !isExtensionName(name)) return null;
  if (pin.version === null ? !pin.held : !isImageVersion(pin.version)) return null;
  const named = { class: extensionClass as ExtensionClass, name };
  return pin.version === null ? { ...named, held: true } : { ...named, version: pin.version };
}

/** What stands for a host that is not there: specifiers as they are. */
const SPECIFIERS = Object.fromEntries([...'aAbBHlmMoTvVwW'].map((letter) => [letter, `%${letter}`]));

/** Of which extension a definition file follows the versions, and of which stream. */
function followed(text: string): (Named & { stream: string }) | null {
  try {
    const transfer = parseTransferFile([text], SPECIFIERS, NEWEST_KNOWN);
    const kind = kindOf(transfer);
    return kind === null || !isExtensionName(kind.name) ? null : { ...kind, stream: streamOf(transfer, kind.name) };
  } catch (error) {
    if (error instanceof TransferFileError) return null;
    throw error;
  }
}
