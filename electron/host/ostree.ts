/**
 * The deployments of ostree, and of bootc, which keeps them in the same places. Each is a tree at
 * `/ostree/deploy/STATEROOT/deploy/CHECKSUM.SERIAL`, with a `.origin` file beside; the booted one is `/` itself, or else named by
 * `ostree=` of the kernel's command line, by a link below `/ostree/boot.N` (https://ostreedev.github.io/ostree/deployment/).
 * What is staged for the next shutdown `/run/ostree/staged-deployment` names (ostree-finalize-staged.service).
 */
import { lstatSync, readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { type OtherOs, readOsTree } from './os-tree.ts';
import { hostPath, namesIn, resolveInRoot } from './rooted.ts';

const STAGED = '/run/ostree/staged-deployment';
/** ostree keeps two or three, and those that a person pinned. */
const MAX_DEPLOYMENTS = 64;
const MAX_BYTES = 64 * 1024;
const DEPLOYMENT = /^[0-9a-f]{64}\.\d{1,6}$/;

/**
 * Those beside the one that runs, the next first; none where the host is no such system. One that cannot be read
 * tells nothing, and hides no other.
 *
 * @param commandLine of the kernel
 * @param systemdVersion by whose rules an os-release is read
 */
export function readDeployments(root: string, commandLine: string, systemdVersion: number): OtherOs[] {
  const booted = bootedDeployment(root, commandLine);
  if (booted === null) return [];
  const staged = readSmall(root, STAGED) ?? '';
  const folder = booted.slice(0, booted.lastIndexOf('/'));
  const since = changedAt(root, booted);
  const found = namesIn(root, folder)
    .filter((name) => DEPLOYMENT.test(name) && `${folder}/${name}` !== booted)
    .slice(0, MAX_DEPLOYMENTS)
    .map((name) => ({ name, at: changedAt(root, `${folder}/${name}`) }))
    .sort((a, b) => b.at - a.at);
  // The file is binary (GVariant) and names the checksum as text.
  const stagedOne = staged === '' ? undefined : found.find(({ name }) => staged.includes(name.slice(0, 64)));
  return found
    .map(({ name, at }): OtherOs => {
      const path = `${folder}/${name}`;
      const kind = name === stagedOne?.name ? 'staged' : at > since ? 'newer' : 'older';
      return { kind, path, ...readOsTree(root, path, systemdVersion) };
    })
    .sort((a, b) => Number(b.kind === 'staged') - Number(a.kind === 'staged'));
}

const BOOTED = /(?:^|\s)ostree=(\/ostree\/boot\.[\w.+/-]+)/;

/** Where the deployment stands that was booted, without the root. */
function bootedDeployment(root: string, commandLine: string): string | null {
  const link = BOOTED.exec(commandLine)?.[1];
  if (link === undefined) return null;
  const own = deploymentAtRoot(root);
  if (own !== null) return own;
  const found = resolveInRoot(root, link);
  if (!found.found || !found.stat.isDirectory()) return null;
  const isDeployment =
    /\/ostree\/deploy\/[^/]+\/deploy\/[^/]+$/.test(found.path) && DEPLOYMENT.test(basename(found.path));
  return isDeployment ? found.path : null;
}

const DEPLOY = '/ostree/deploy';

/**
 * The deployment that is the root itself, known by device and inode as libostree knows it (ostree_sysroot_load()). A further
 * deployment swaps the links below `/ostree/boot.N`, so that the one of the command line is gone then, or leads to that one.
 * null where `/` is mounted of other parts (composefs), for then there is nothing but the link.
 */
function deploymentAtRoot(root: string): string | null {
  const own = statSync(root, { throwIfNoEntry: false });
  for (const stateRoot of namesIn(root, DEPLOY).slice(0, MAX_DEPLOYMENTS)) {
    const folder = resolveInRoot(root, `${DEPLOY}/${stateRoot}/deploy`);
    if (!folder.found) continue;
    for (const name of namesIn(root, folder.path).filter((one) => DEPLOYMENT.test(one))) {
      const path = `${folder.path}/${name}`;
      const stat = lstatSync(hostPath(root, path), { throwIfNoEntry: false });
      if (stat !== undefined && stat.dev === own?.dev && stat.ino === own.ino) return path;
    }
  }
  return null;
}

/** When it was deployed, in milliseconds since 1970; 0 where that cannot be told. */
function changedAt(root: string, path: string): number {
  try {
    return statSync(hostPath(root, `${path}.origin`)).mtimeMs;
  } catch {
    return 0;
  }
}

function readSmall(root: string, path: string): string | null {
  const file = resolveInRoot(root, path);
  if (!file.found || !file.stat.isFile() || file.stat.size > MAX_BYTES) return null;
  try {
    return readFileSync(file.hostPath, 'latin1');
  } catch {
    return null;
  }
}
