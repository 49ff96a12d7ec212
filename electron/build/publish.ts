/** A folder for any web server, from which systemd-sysupdate and Veneer install and update: docs/publishing.md has the layout. */

import {
  constants,
  copyFileSync,
  existsSync,
  globSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { imageFileName, isImageVersion, parseImageFileName, storeFor } from '../../shared/images/store.ts';
import { lacksForSysextmgr, manifestNameOf, manifestText, sysextmgrNameOf } from '../../shared/images/sysextmgr.ts';
import { type Message, messageOf } from '../../shared/messages/message.ts';
import { compareNames } from '../../shared/model/by-name.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { filesPage, type ListedFile, namesPage } from '../../shared/recipe/index-page.ts';
import type { ExtensionClass } from '../../shared/systemd/classes.ts';
import { compareVersions } from '../../shared/systemd/version.ts';
import { isSourceUrl, isTransferName, transferText } from '../../shared/sysupdate/transfer.ts';
import { lintFile } from '../extensions/lint.ts';
import { versionOf } from '../extensions/naming.ts';
import { hashFile } from '../host/hash-file.ts';
import { findProgram } from '../host/systemd-version.ts';
import { startProgram } from '../node/long-program.ts';
import { withFolderLock } from './folder-lock.ts';
import { publishedClass } from './published.ts';

const SUMS = 'SHA256SUMS';
/** The oldest systemd that reads `.transfer`; before it is `.conf` (sysupdate.d(5)). */
const BEFORE_TRANSFER = 252;
/** IDs of those OSes that have sysextmgr: openSUSE MicroOS and SL Micro, by their os-release. */
const OF_SUSE = /^(?:opensuse-microos|sl-micro)$/;
/** How many older versions a host keeps, by the transfer file. */
const KEPT_AT_HOST = 2;

export interface Publishing {
  readonly directory: string;
  /** Paths of images. */
  readonly images: readonly string[];
  /** At which the directory is served; null writes no transfer files. */
  readonly url: string | null;
  /** As GnuPG takes a user id or a fingerprint; null signs nothing. */
  readonly key: string | null;
  /** How many versions of each architecture stay, and what is published now in any case; null for all. */
  readonly keep: number | null;
  readonly signal: AbortSignal | null;
}

export interface Published {
  readonly name: string;
  readonly class: ExtensionClass;
  readonly version: string;
  readonly architecture: string | null;
  readonly path: string;
  readonly sha256: string;
}

export interface Publication {
  readonly images: readonly Published[];
  /** What some of those who read the folder cannot use, and why. */
  readonly notes: readonly Message[];
  /** Paths of older versions that were taken away. */
  readonly removed: readonly string[];
}

/**
 * Puts images there with their list, and takes old versions away once no list names them. What is published never changes.
 * Of several who do so at once one waits for the other.
 *
 * @throws {VeneerError} `blocks-merge` for an image that stops merges, `invalid-input` for one without a version, of a name
 *   that stands there in the other class, and for an address that systemd-sysupdate cannot fetch from, `unsupported` where gpg is missing or does not sign, `busy`
 */
export async function publishImages(publishing: Publishing): Promise<Publication> {
  const { directory, url, images } = publishing;
  if (url !== null && !isSourceUrl(url))
    throw new VeneerError('invalid-input', messageOf('publish.no-such-address', { address: url }));
  const looked: Looked[] = [];
  // All are looked at before anything is written.
  for (const path of images) looked.push({ path, what: await whatIs(path) });
  refuseTwoClasses(
    directory,
    looked.map(({ what }) => what),
  );
  mkdirSync(directory, { recursive: true });
  return await withFolderLock(directory, () => putAll(looked, publishing));
}

interface Looked {
  readonly path: string;
  readonly what: What;
}

/** What somebody else has published meanwhile is there by now, and is listed with it. */
async function putAll(looked: readonly Looked[], publishing: Publishing): Promise<Publication> {
  const { directory } = publishing;
  refuseTwoClasses(
    directory,
    looked.map(({ what }) => what),
  );
  const published: Published[] = [];
  const notes: Message[] = [];
  for (const { path, what } of looked) {
    const { fileName, release, ...mine } = what;
    const folder = join(directory, what.name);
    mkdirSync(folder, { recursive: true });
    published.push({ ...mine, ...(await putImage(path, join(folder, fileName), publishing.signal)) });
    if (what.class === 'sysext') notes.push(...putManifest(join(folder, manifestNameOf(fileName)), what));
  }
  const removed: string[] = [];
  for (const name of new Set(published.map((one) => one.name))) {
    const extensionClass = published.find((one) => one.name === name)?.class ?? 'sysext';
    const fresh = new Set(published.map(({ path }) => path));
    // Hosts have Verify=yes in the transfer file that they took from here (sysupdate.d(5)).
    if (publishing.key === null && existsSync(join(directory, name, `${SUMS}.gpg`)))
      notes.push(messageOf('publish.no-longer-signed', { name }));
    removed.push(...(await writeFolder(name, extensionClass, fresh, publishing)));
  }
  const names = readdirSync(directory, { withFileTypes: true })
    .filter((one) => one.isDirectory() && existsSync(join(directory, one.name, SUMS)))
    .map((one) => one.name)
    .sort();
  putFile(join(directory, 'index.html'), namesPage(names));
  return { images: published, notes, removed };
}

interface What extends Omit<Published, 'path' | 'sha256'> {
  readonly fileName: string;
  readonly release: Readonly<Record<string, string>>;
}

/**
 * What sysextmgr, and Veneer, read of an image before they fetch it.
 *
 * @returns what keeps sysextmgr from using an image that is for its OS
 */
function putManifest(path: string, what: What): Message[] {
  const { name, fileName, release } = what;
  // As the image, it never changes.
  if (!existsSync(path)) putFile(path, gzipSync(manifestText(what)));
  if (!OF_SUSE.test(release['ID'] ?? '')) return [];
  const lacks = lacksForSysextmgr(release);
  return [
    ...(sysextmgrNameOf(fileName) === name ? [] : [messageOf('publish.name-for-sysextmgr', { path: fileName })]),
    ...(lacks.length === 0
      ? []
      : [messageOf('publish.fields-for-sysextmgr', { path: fileName, fields: lacks.join(', ') })]),
  ];
}

/** A folder has one transfer file, which puts all of it where one class is searched. */
function refuseTwoClasses(directory: string, all: readonly What[]): void {
  for (const { name, class: extensionClass, fileName } of all) {
    const others = [publishedClass(directory, name), ...all.map((one) => (one.name === name ? one.class : null))];
    if (others.every((one) => one === null || one === extensionClass)) continue;
    throw new VeneerError('invalid-input', messageOf('publish.is-of-other-class', { path: fileName, name }), {
      nextStep: messageOf('publish.name-it-otherwise'),
    });
  }
}

async function whatIs(path: string): Promise<What> {
  const linted = await lintFile(path, { class: null, name: null }, null);
  const { name, class: extensionClass, release } = linted;
  const danger = linted.findings.find(({ severity }) => severity === 'danger');
  if (danger !== undefined)
    throw new VeneerError('blocks-merge', messageOf('publish.is-not-published', { path, what: danger.message }), {
      nextStep: messageOf('publish.look-at-lint', { path }),
    });
  const told = versionOf(name, extensionClass, new Map(Object.entries(release)), path);
  const version = told !== null && isImageVersion(told) ? told : null;
  const architecture = release['ARCHITECTURE'] ?? null;
  if (version === null || !isTransferName(name))
    throw new VeneerError('invalid-input', messageOf('publish.has-no-version', { path }), {
      nextStep: messageOf('publish.give-it-version', { name }),
    });
  const known = architecture === '_any' ? null : architecture;
  const fileName = imageFileName(name, version, known);
  return { name, class: extensionClass, version, architecture: known, fileName, release };
}

async function putImage(from: string, path: string, signal: AbortSignal | null) {
  const sha256 = await hashFile(from, signal);
  if (existsSync(path)) {
    if ((await hashFile(path, signal)) === sha256) return { path, sha256 };
    throw new VeneerError('invalid-input', messageOf('publish.is-there-otherwise', { path }), {
      nextStep: messageOf('publish.raise-version'),
    });
  }
  const making = `${path}.${process.pid}.new`;
  try {
    copyFileSync(from, making, constants.COPYFILE_EXCL);
    renameSync(making, path);
  } catch (error) {
    rmSync(making, { force: true });
    throw error;
  }
  return { path, sha256 };
}

/** @returns paths of what was taken away */
async function writeFolder(
  name: string,
  extensionClass: ExtensionClass,
  fresh: ReadonlySet<string>,
  publishing: Publishing,
): Promise<string[]> {
  const { directory, url, key, keep, signal } = publishing;
  const folder = join(directory, name);
  const files: ListedFile[] = [];
  for (const fileName of globSync('*.raw', { cwd: folder })) {
    const parsed = parseImageFileName(fileName, name);
    if (parsed === null) continue;
    const path = join(folder, fileName);
    files.push({ fileName, ...parsed, size: statSync(path).size, sha256: await hashFile(path, signal) });
  }
  files.sort((a, b) => compareVersions(b.version, a.version) || compareNames(a.fileName, b.fileName));
  const seen = new Map<string | null, number>();
  const kept = files.filter(({ fileName, architecture }) => {
    const count = (seen.get(architecture) ?? 0) + 1;
    seen.set(architecture, count);
    return keep === null || count <= keep || fresh.has(join(folder, fileName));
  });
  const sums = join(folder, SUMS);
  const making = `${sums}.new`;
  rmSync(`${making}.gpg`, { force: true });
  // Who checks signatures, as systemd-pull does for sysextmgr, checks manifests by the same list.
  const manifests = kept.map(({ fileName }) => manifestNameOf(fileName)).filter((one) => existsSync(join(folder, one)));
  const sumsOf = async (fileName: string) => ({ fileName, sha256: await hashFile(join(folder, fileName), signal) });
  const listed = [...kept, ...(await Promise.all(manifests.map(sumsOf)))];
  writeFileSync(making, listed.map(({ sha256, fileName }) => `${sha256}  ${fileName}\n`).join(''));
  if (key !== null) await signFile(making, key);
  renameSync(making, sums);
  if (key === null) rmSync(`${sums}.gpg`, { force: true });
  else renameSync(`${making}.gpg`, `${sums}.gpg`);
  const base = url === null ? null : `${url.replace(/\/$/, '')}/${name}/`;
  putFile(join(folder, 'index.html'), filesPage(name, kept, base));
  if (base !== null) writeTransfers(folder, name, extensionClass, base, kept, key !== null);
  const gone = files.filter((one) => !kept.includes(one)).map(({ fileName }) => join(folder, fileName));
  for (const path of gone) for (const one of [path, manifestNameOf(path)]) rmSync(one, { force: true });
  return gone;
}

function writeTransfers(
  folder: string,
  name: string,
  extensionClass: ExtensionClass,
  url: string,
  files: readonly ListedFile[],
  verify: boolean,
): void {
  const patterns = [
    ...(files.some(({ architecture }) => architecture !== null) ? [`${name}-@v-%a.raw`] : []),
    ...(files.some(({ architecture }) => architecture === null) ? [`${name}-@v.raw`] : []),
  ];
  const transfer = { name, url, patterns, verify, store: storeFor(extensionClass, 'kept'), keep: KEPT_AT_HOST };
  putFile(join(folder, `${name}.transfer`), transferText(transfer));
  putFile(join(folder, `${name}.conf`), transferText(transfer, [], BEFORE_TRANSFER));
}

function putFile(path: string, content: string | Buffer): void {
  const making = `${path}.${process.pid}.new`;
  writeFileSync(making, content);
  renameSync(making, path);
}

/** A detached signature in FILE.gpg by the person's own gpg, which may ask for the passphrase. */
async function signFile(path: string, key: string): Promise<void> {
  const program = findProgram('gpg');
  if (program === null) throw new VeneerError('unsupported', messageOf('publish.no-gpg'));
  const args = ['--local-user', key, '--output', `${path}.gpg`, '--detach-sign', '--', path];
  const child = startProgram(program, args, { stdio: ['inherit', 'ignore', 'pipe'] });
  let said = '';
  child.stderr?.on('data', (bytes: Buffer) => {
    if (said.length < 4000) said += bytes.toString('utf8');
  });
  const status = await new Promise<number | null>((settle) => {
    child.once('error', () => settle(null));
    child.once('close', settle);
  });
  if (status === 0) return;
  rmSync(path, { force: true });
  throw new VeneerError('unsupported', messageOf('publish.was-not-signed', { key }), { detail: said.trim() });
}
