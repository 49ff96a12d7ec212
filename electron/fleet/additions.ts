/** Which hosts a person means: as typed, as their OpenSSH config names them, or an Ansible inventory. */
import { readdirSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { destinationText, parseDestination } from '../../shared/fleet/destination.ts';
import { readInventory } from '../../shared/fleet/inventory.ts';
import { readSshConfig } from '../../shared/fleet/ssh-config.ts';
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import type { FleetAddition } from '../../shared/model/fleet.ts';
import { readRegular } from '../node/regular-file.ts';
import type { AddedHost } from './kept.ts';

const MOST_BYTES = 4 * 1024 * 1024;
/** As ssh has it (READCONF_MAX_DEPTH). */
const DEEPEST = 16;
const MOST_FILES = 200;

/**
 * @param sshConfig what ssh takes instead of the person's config; null for that
 * @throws {VeneerError} `invalid-input` for what is no host, `not-found` for a file that is not there
 */
export function findAdded(addition: FleetAddition, sshConfig: string | null): AddedHost[] {
  switch (addition.from) {
    case 'typed':
      return addition.hosts.map((text) => {
        const id = destinationText(parseDestination(text));
        return { id, name: id, address: null, source: 'typed' };
      });
    case 'ssh-config':
      return namesInConfig(sshConfig ?? join(homeOfUser(), '.ssh/config')).map((id) => ({
        id,
        name: id,
        address: null,
        source: 'ssh-config',
      }));
    case 'ansible':
      return readInventory(textOf(addition.path), addition.path).map(({ name, address }) => ({
        id: name,
        name,
        address,
        source: 'ansible',
      }));
  }
}

/** ssh takes the home of the account, whatever $HOME says. */
function homeOfUser(): string {
  try {
    return userInfo().homedir;
  } catch {
    return homedir();
  }
}

function namesInConfig(path: string): string[] {
  const names = new Set<string>();
  let files = 0;
  const read = (file: string, depth: number) => {
    if (depth > DEEPEST || ++files > MOST_FILES) return;
    const { hosts, includes } = readSshConfig(depth === 0 ? textOf(file) : textIfThere(file));
    for (const name of hosts) if (isHost(name)) names.add(name);
    for (const pattern of includes) {
      const home = homeOfUser();
      const whole = pattern.startsWith('~/') ? join(home, pattern.slice(2)) : pattern;
      const base = isAbsolute(whole) ? whole : join(depth === 0 ? dirname(path) : join(home, '.ssh'), whole);
      for (const one of filesFor(base)) read(one, depth + 1);
    }
  };
  read(path, 0);
  return [...names];
}

/** Files that a pattern means, of which only the last part has `*` and `?`, as people write it. */
function filesFor(pattern: string): string[] {
  const name = basename(pattern);
  if (!/[*?]/.test(name)) return [pattern];
  const escaped = name.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  const fits = new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`);
  try {
    const found = readdirSync(dirname(pattern)).filter((one) => fits.test(one) && !one.startsWith('.'));
    return found.sort().map((one) => join(dirname(pattern), one));
  } catch {
    return [];
  }
}

function isHost(name: string): boolean {
  try {
    return destinationText(parseDestination(name)) === name;
  } catch {
    return false;
  }
}

/** @throws {VeneerError} `not-found`, or what else keeps it from being read */
function textOf(path: string): string {
  const bytes = readRegular(path, MOST_BYTES, { followLink: true });
  if (bytes === null) throw new VeneerError('not-found', messageOf('common.there-is-nothing-at', { path }));
  return bytes.toString('utf8');
}

function textIfThere(path: string): string {
  try {
    return textOf(path);
  } catch {
    return '';
  }
}
