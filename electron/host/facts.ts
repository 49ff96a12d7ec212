/** What this machine is, or the tree below `--root`: the host that every verdict is about. */

import { readFileSync } from 'node:fs';
import { hostname, machine, userInfo } from 'node:os';
import { messageOf } from '../../shared/messages/message.ts';
import type { Host } from '../../shared/model/host.ts';
import { architectureFromUname } from '../../shared/systemd/architecture.ts';
import { rulesFor } from '../../shared/systemd/classes.ts';
import type { HostRelease } from '../../shared/systemd/compatibility.ts';
import { isInitrd } from './merge-settings.ts';
import { readOsRelease } from './os-release.ts';
import { resolveInRoot } from './rooted.ts';
import { findProgram, hasProgram, readSystemdVersion } from './systemd-version.ts';

/** Whose rules are taken where no systemd is found at all: the one of the current stable distributions. */
const ASSUMED_VERSION = 257;

const NO_GETFATTR = messageOf('host.extended-attributes-of-images-cannot-be');
const NONE_TOLD = messageOf('host.extended-attributes-of-images-not-told');

export interface FactsOptions {
  /** The directory that stands for `/`. */
  readonly root: string;
  /** systemd's major version to judge by, instead of the host's own. */
  readonly asSystemd: number | null;
  readonly isSandbox?: boolean;
  /** Of a tree that was brought here from another machine: what `uname -m` says there, and which systemd it has. */
  readonly brought?: {
    readonly machine: string;
    readonly systemdVersion: number | null;
    readonly hasAttributes: boolean;
  };
}

export type HostFacts = Omit<Host, 'executor' | 'overSsh' | 'sandbox' | 'sandboxNote'>;

/** Reads the host. A tree without a systemd of its own is judged by this machine's. */
export function readHostFacts({ root, asSystemd, isSandbox = false, brought }: FactsOptions): {
  facts: HostFacts;
  release: HostRelease;
} {
  const here = root === '/' || brought !== undefined ? null : readSystemdVersion('/');
  const systemdVersion = brought === undefined ? (readSystemdVersion(root) ?? here) : brought.systemdVersion;
  const judgedAs = asSystemd ?? systemdVersion ?? ASSUMED_VERSION;
  // Below --root systemd looked at its own machine for /etc/initrd-release, not at the tree, before 260 (measured).
  const isOfMachine = asSystemd === null && !isSandbox && here !== null && !rulesFor(here).linksBelowRoot;
  const initrd = isInitrd(isOfMachine ? '/' : root);
  const rules = rulesFor(judgedAs, initrd);
  const { fields, problem } = readOsRelease(root, judgedAs);
  const architecture = architectureFromUname(brought?.machine ?? machine());
  // Programs of this machine do the merging, below whatever root.
  const facts: HostFacts = {
    root,
    hostname: readHostname(root),
    osName: fields.get('PRETTY_NAME') || fields.get('NAME') || fields.get('ID') || 'Unknown system',
    osRelease: Object.fromEntries(fields),
    osReleaseProblem: problem?.message ?? null,
    unseen: findProgram('getfattr') === null ? NO_GETFATTR : brought?.hasAttributes === false ? NONE_TOLD : null,
    architecture,
    systemdVersion,
    judgedAs,
    sysextAvailable: hasProgram('/', 'systemd-sysext'),
    confextAvailable: rules.confext && hasProgram('/', 'systemd-confext'),
    user: readUser(),
  };
  return { facts, release: { fields, architecture, rules, scope: initrd ? 'initrd' : 'system', problem } };
}

function readHostname(root: string): string {
  if (root === '/') return hostname();
  const file = resolveInRoot(root, '/etc/hostname');
  if (!file.found || !file.stat.isFile()) return '';
  try {
    return readFileSync(file.hostPath, 'utf8').trim().slice(0, 64);
  } catch {
    return '';
  }
}

/** The account that this runs as; numeric where it has no name, as in some containers. */
export function readUser(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? 'unknown');
  }
}
