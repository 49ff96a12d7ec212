/** What a host says of SELinux: whether it enforces a policy, and which label that has for a path. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type FileContexts, parseFileContexts } from '../../shared/diagnosis/content/file-contexts.ts';
import { readRegular } from '../node/regular-file.ts';
import { hostPath } from './rooted.ts';

/** Debian's has 0.5 MiB, Fedora's 0.4. */
const MAX_BYTES = 16 * 1024 * 1024;
const CONFIG = '/etc/selinux/config';

export interface SelinuxPolicy {
  /** Another one is another text. */
  readonly key: string;
  /** null where the policy's file_contexts cannot be read. */
  readonly contexts: FileContexts | null;
}

let last: SelinuxPolicy | null = null;

/**
 * Whether it enforces tells selinuxfs; of a tree that is not booted its selinux_config(5), for the next boot.
 *
 * @returns null where it does not
 */
export function readSelinux(root: string): SelinuxPolicy | null {
  const config = textAt(root, CONFIG) ?? '';
  const setting = (name: string) => new RegExp(`^\\s*${name}\\s*=\\s*(\\S+)`, 'm').exec(config)?.[1] ?? '';
  const enforced = enforcing(root);
  const isEnforced = enforced ?? (root !== '/' && setting('SELINUX').toLowerCase() === 'enforcing');
  if (!isEnforced) return null;
  const type = setting('SELINUXTYPE');
  const folder = `/etc/selinux/${type}/contexts/files`;
  const text = /^[\w-]+$/.test(type) ? textAt(root, `${folder}/file_contexts`) : null;
  const more = text === null ? [] : ['file_contexts.subs_dist', 'file_contexts.subs'];
  const substitutions = more.map((name) => textAt(root, `${folder}/${name}`) ?? '').join('\n');
  const local = text === null ? '' : (textAt(root, `${folder}/file_contexts.local`) ?? '');
  const key = createHash('sha256')
    .update(JSON.stringify([text, local, substitutions]))
    .digest('hex');
  if (last?.key !== key)
    last = { key, contexts: text === null ? null : parseFileContexts(`${text}\n${local}`, substitutions) };
  return last;
}

/** null where no SELinux runs. */
function enforcing(root: string): boolean | null {
  try {
    return readFileSync(hostPath(root, '/sys/fs/selinux/enforce'), 'utf8').trim() === '1';
  } catch {
    return null;
  }
}

function textAt(root: string, path: string): string | null {
  try {
    return readRegular(hostPath(root, path), MAX_BYTES, { followLink: true })?.toString('utf8') ?? null;
  } catch {
    return null;
  }
}
