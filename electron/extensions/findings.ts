/** What inside an extension should be known before it is trusted: rights, missing libraries, files without effect. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Extension } from '../../shared/model/extension.ts';
import type { Finding, Findings } from '../../shared/model/inspection.ts';
import { HIERARCHIES } from '../../shared/systemd-rules.ts';
import { hostPath } from '../host/rooted.ts';
import { readElfNeeds } from '../images/elf.ts';
import { ImageError, type ImageTree, type TreeNode, walk } from '../images/tree.ts';
import { filesOf, wouldMerge } from './layers.ts';
import { contentOf, openContent } from './reading.ts';
import type { Site, System } from './system.ts';

const SETUID = 0o4000;
const SETGID = 0o2000;
const CAPABILITY = 'security.capability';
const SELINUX = 'security.selinux';
/** More findings than a person reads. */
const MAX_FINDINGS = 500;
const MAX_PROGRAMS = 3000;
const LIBRARY_FOLDERS = ['usr/lib', 'usr/lib64', 'usr/lib32', 'lib', 'lib64', 'usr/local/lib'];
const IS_LIBRARY = /\.so(\.|$)/;

/** Looks through an extension. Never throws for what it is; that becomes `problem`. */
export async function readFindings(site: Site, system: System, extension: Extension): Promise<Findings> {
  const content = contentOf(site.root, extension);
  if (content === null) return { findings: [], problem: 'It leads nowhere.' };
  const findings: Finding[] = [];
  try {
    const tree = await openContent(content, system.release);
    try {
      await look(tree, site, system, extension, findings);
    } finally {
      tree.close();
    }
    return { findings, problem: findings.length >= MAX_FINDINGS ? 'There is more than is listed here.' : null };
  } catch (error) {
    if (error instanceof ImageError) return { findings, problem: `It cannot be looked through: ${error.message}.` };
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return { findings, problem: `It cannot be read (${code}).` };
  }
}

interface Program {
  readonly path: string;
  readonly node: TreeNode;
}

async function look(
  tree: ImageTree,
  site: Site,
  system: System,
  extension: Extension,
  findings: Finding[],
): Promise<void> {
  const labels = enforcesSelinux(site);
  const roots = HIERARCHIES[extension.class].map((path) => path.slice(1));
  const own = new Set<string>();
  const programs: Program[] = [];
  const outside = new Map<string, number>();
  for await (const { path, node } of walk(tree)) {
    if (findings.length >= MAX_FINDINGS) return;
    const top = path.split('/', 1)[0] ?? '';
    if (!roots.includes(top)) {
      if (node.type !== 'directory') outside.set(top, (outside.get(top) ?? 0) + 1);
      continue;
    }
    if (path === 'usr/lib/os-release') {
      findings.push({
        kind: 'os-release',
        path,
        message: 'It has an os-release of its own, which makes every merge fail.',
      });
    }
    if (IS_LIBRARY.test(basename(path))) own.add(basename(path));
    if (node.type !== 'file') continue;
    findings.push(...rightsOf(path, node), ...(await attributesOf(tree, path, node, labels)));
    if (programs.length < MAX_PROGRAMS && (node.mode & 0o111) !== 0) programs.push({ path, node });
  }
  for (const [top, files] of outside) {
    const where = roots.map((root) => `/${root}`).join(' and ');
    findings.push({
      kind: 'without-effect',
      path: top,
      message: `${files} of its files ${files === 1 ? 'lies' : 'lie'} outside ${where} and will not be seen.`,
    });
  }
  if (extension.class === 'sysext')
    findings.push(...(await missingLibraries(tree, programs, own, site, system, extension)));
}

function rightsOf(path: string, { mode }: TreeNode): Finding[] {
  if ((mode & (SETUID | SETGID)) === 0) return [];
  const whose = (mode & SETUID) !== 0 ? 'its owner' : 'its group';
  return [{ kind: 'setuid', path, message: `Runs with the rights of ${whose} (mode ${mode.toString(8)}).` }];
}

async function attributesOf(tree: ImageTree, path: string, node: TreeNode, labels: boolean): Promise<Finding[]> {
  // Folders are asked through a program, one file at a time, so only those that can be run.
  const isFolder = tree.form === 'folder' || tree.form === 'subvolume';
  if (isFolder && (node.mode & 0o111) === 0) return [];
  const attributes = await tree.xattrs(node);
  if (attributes === undefined) return [];
  const found: Finding[] = [];
  if (attributes.has(CAPABILITY))
    found.push({ kind: 'capabilities', path, message: 'Runs with capabilities of its own.' });
  if (labels && !attributes.has(SELINUX)) {
    found.push({ kind: 'unlabelled', path, message: 'Has no SELinux label, which this host enforces.' });
  }
  return found;
}

/** A tree that is not booted has no selinuxfs, and so enforces nothing. */
function enforcesSelinux({ root }: Site): boolean {
  try {
    return readFileSync(hostPath(root, '/sys/fs/selinux/enforce'), 'utf8').trim() === '1';
  } catch {
    return false;
  }
}

async function missingLibraries(
  tree: ImageTree,
  programs: readonly Program[],
  own: ReadonlySet<string>,
  site: Site,
  system: System,
  extension: Extension,
): Promise<Finding[]> {
  let provided: ReadonlySet<string> | null = null;
  const found: Finding[] = [];
  for (const { path, node } of programs) {
    const needs = await readElfNeeds(tree, node);
    if (needs === null || needs.needed.length === 0) continue;
    provided ??= new Set([...baseLibraries(site), ...(await librariesOfOthers(site, system, extension))]);
    // Where a program names folders of its own, a library in its own extension counts wherever it lies.
    const missing = needs.needed.filter((name) => !own.has(basename(name)) && !provided?.has(basename(name)));
    if (missing.length === 0) continue;
    const message = `Needs ${missing.join(', ')}, which neither the base nor an extension has.`;
    found.push({ kind: 'missing-library', path, message });
  }
  return found;
}

/** Names of libraries in the base's usual folders, one level of architecture folders included. */
function baseLibraries({ root }: Site): Set<string> {
  const names = new Set<string>();
  for (const folder of LIBRARY_FOLDERS) {
    for (const entry of entriesOf(hostPath(root, `/${folder}`))) {
      if (IS_LIBRARY.test(entry.name)) names.add(entry.name);
      else if (entry.isDirectory() && entry.name.includes('-linux-')) {
        for (const inner of entriesOf(hostPath(root, `/${folder}/${entry.name}`)))
          if (IS_LIBRARY.test(inner.name)) names.add(inner.name);
      }
    }
  }
  return names;
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

async function librariesOfOthers(site: Site, system: System, extension: Extension): Promise<string[]> {
  const names: string[] = [];
  for (const other of system.extensions) {
    if (other.class !== extension.class || other.name === extension.name) continue;
    if (!other.merged && wouldMerge(other) !== true) continue;
    const files = await filesOf(site, system, other);
    if (typeof files !== 'string')
      names.push(...[...files].map((path) => basename(path)).filter((name) => IS_LIBRARY.test(name)));
  }
  return names;
}
