/** The components of systemd-sysupdate on a host: who is kept current from where, by the transfer files that are there. */
import { readdirSync, readFileSync } from 'node:fs';
import { hostname, release as kernelRelease } from 'node:os';
import { basename } from 'node:path';
import type { HostRelease } from '../../shared/compatibility.ts';
import type { ExtensionClass } from '../../shared/systemd-rules.ts';
import {
  parseTransferFile,
  type Specifiers,
  type TransferFile,
  TransferFileError,
} from '../../shared/transfer-file.ts';
import { resolveInRoot } from '../host/rooted.ts';

export interface Component {
  /** As `--component=` has it. */
  readonly component: string;
  readonly class: ExtensionClass;
  /** The extension that it keeps current. */
  readonly name: string;
  /** Its one transfer file; null where there are several, or none that can be read. */
  readonly transfer: TransferFile | null;
  /** Why it cannot be followed here, as a part of a sentence; null where it can. */
  readonly problem: string | null;
}

/** Where transfer files are looked for, the first wins by file name (systemd-sysupdate(8)). */
const DIRECTORIES = ['/etc', '/run', '/usr/local/lib', '/usr/lib'];
const FOLDER = /^sysupdate\.(.+)\.d$/;
const MAX_BYTES = 256 * 1024;

/** Reads all components of a host; the OS itself, which has no name, is none. */
export function readComponents(root: string, host: HostRelease): Component[] {
  const names = new Set(
    DIRECTORIES.flatMap((directory) => namesIn(root, directory)).flatMap((entry) => FOLDER.exec(entry)?.[1] ?? []),
  );
  const specifiers = specifiersOf(root, host);
  return [...names].sort().flatMap((component) => readComponent(root, component, specifiers));
}

/** Whether systemd-sysupdate keeps the OS itself. */
export function keepsTheOs(root: string): boolean {
  return DIRECTORIES.some((directory) => namesIn(root, `${directory}/sysupdate.d`).some(isTransferName));
}

const isTransferName = (fileName: string) => /\.(?:transfer|conf)$/.test(fileName);

function readComponent(root: string, component: string, specifiers: Specifiers): Component[] {
  const paths = new Map<string, string>();
  for (const directory of DIRECTORIES) {
    const folder = `${directory}/sysupdate.${component}.d`;
    for (const fileName of namesIn(root, folder)) {
      if (!paths.has(fileName)) paths.set(fileName, `${folder}/${fileName}`);
    }
  }
  const names = [...paths.keys()].filter(isTransferName);
  // From 257 on the old suffix counts only where there is no file with the new one.
  const counted = names.some((one) => one.endsWith('.transfer'))
    ? names.filter((one) => one.endsWith('.transfer'))
    : names;
  const files = counted.flatMap((fileName) => {
    const text = readText(root, paths.get(fileName) ?? '');
    // An empty file, or a link to /dev/null, takes away one of a lower directory.
    return text === null || text === '' ? [] : [{ fileName, text }];
  });
  const [first, ...rest] = files;
  if (first === undefined) return [];
  const base = { component, class: 'sysext' as const, name: component, transfer: null };
  if (rest.length > 0) return [{ ...base, problem: `it has ${files.length} transfer files` }];
  try {
    const transfer = parseTransferFile(first.text, specifiers);
    const kind = kindOf(transfer);
    if (kind === null) return [];
    return [{ component, ...kind, transfer, problem: whyNot(transfer) }];
  } catch (error) {
    if (!(error instanceof TransferFileError)) throw error;
    return [{ ...base, problem: `${first.fileName}: ${error.message}` }];
  }
}

/** Which extension a transfer is of; null for what is none, such as a kernel. */
function kindOf({ target }: TransferFile): { readonly class: ExtensionClass; readonly name: string } | null {
  const link = target.currentSymlink;
  const where = link ?? target.path;
  const extensionClass = /\/confexts(?:\.d)?(?:\/|$)/.test(where)
    ? 'confext'
    : /\/extensions(?:\.d)?(?:\/|$)/.test(where)
      ? 'sysext'
      : null;
  if (extensionClass === null) return null;
  if (link !== null)
    return { class: extensionClass, name: basename(link).replace(/(?:\.(?:sysext|confext))?\.raw$/, '') };
  const [pattern = ''] = target.patterns;
  const name = /^(.+?)[-_.]@v/.exec(pattern)?.[1] ?? basename(target.path);
  return { class: extensionClass, name };
}

function whyNot({ source, target }: TransferFile): string | null {
  if (target.type !== 'regular-file') return `its target is a ${target.type}`;
  if (source.type !== 'url-file' && source.type !== 'regular-file') return `its source is a ${source.type}`;
  return null;
}

/** What the specifiers of sysupdate.d(5) stand for on a host. */
function specifiersOf(root: string, { architecture, fields }: HostRelease): Specifiers {
  const name = root === '/' ? hostname() : (readText(root, '/etc/hostname') ?? '').trim();
  return {
    a: architecture,
    A: fields.get('IMAGE_VERSION') ?? '',
    B: fields.get('BUILD_ID') ?? '',
    H: name,
    l: name.split('.')[0] ?? '',
    m: (readText(root, '/etc/machine-id') ?? '').trim(),
    M: fields.get('IMAGE_ID') ?? '',
    o: fields.get('ID') ?? '',
    v: kernelRelease(),
    w: fields.get('VERSION_ID') ?? '',
    W: fields.get('VARIANT_ID') ?? '',
    T: '/tmp',
    V: '/var/tmp',
  };
}

function namesIn(root: string, directory: string): string[] {
  const resolved = resolveInRoot(root, directory);
  if (!resolved.found) return [];
  try {
    return readdirSync(resolved.hostPath).sort();
  } catch {
    // No directory, or one that this user may not look into.
    return [];
  }
}

function readText(root: string, path: string): string | null {
  const resolved = resolveInRoot(root, path);
  if (!resolved.found || !resolved.stat.isFile() || resolved.stat.size > MAX_BYTES) return null;
  try {
    return readFileSync(resolved.hostPath, 'utf8');
  } catch {
    return null;
  }
}
