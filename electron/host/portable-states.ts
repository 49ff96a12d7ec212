/** What the service manager and portabled say of portable images that are seen from the files alone. */

import { messageOf } from '../../shared/messages/message.ts';
import { compareNames } from '../../shared/model/by-name.ts';
import type { PortableImage, Portables } from '../../shared/model/portable.ts';
import { isExtensionName } from '../../shared/systemd/extension-name.ts';
import { stateOfImage } from '../../shared/systemd/portable.ts';
import { PLAIN_ENVIRONMENT, runProgram } from '../node/run-program.ts';
import { isBooted, readUnitStates } from './services.ts';
import { findProgram } from './systemd-version.ts';

/** unit_file_is_active() of portabled. */
const ACTIVE: readonly string[] = ['activating', 'active', 'reloading', 'deactivating'];
const TIMEOUT_MS = 5000;
const MOST_IMAGES = 1000;

/**
 * The same with what runs, and with images that only root may see. Instances of templates are not asked for.
 *
 * @param isOwn whether it is this machine that is looked at; of any other nothing is known
 */
export async function tellRunning(portables: Portables, isOwn: boolean): Promise<Portables> {
  if (!isOwn || !isBooted()) return portables;
  const names = portables.attached.flatMap(({ units }) => units.map(({ name }) => name));
  const states = await readUnitStates(names.filter((name) => !name.includes('@.')));
  const isRunning = (name: string) => ACTIVE.includes(states.get(name)?.active ?? '');
  const hasFailed = (name: string) => states.get(name)?.active === 'failed';
  const attached = portables.attached.map((one) => ({
    ...one,
    units: one.units.map((unit) => ({ ...unit, running: isRunning(unit.name), failed: hasFailed(unit.name) })),
  }));
  const images = portables.images.map((one) => ({ ...one, state: stateOfImage(one.realPath, attached) }));
  const [closed] = portables.problems;
  const unseen = closed === undefined ? [] : await readListed(closed.path);
  const others = unseen.filter(({ name }) => !images.some((one) => one.name === name));
  return { ...portables, attached, images: [...images, ...others].sort((a, b) => compareNames(a.name, b.name)) };
}

const TYPES = ['directory', 'subvolume', 'raw', 'block', 'mstack'] as const;
const STATES = [
  'detached',
  'attached',
  'attached-runtime',
  'enabled',
  'enabled-runtime',
  'running',
  'running-runtime',
] as const;
const MANAGER = ['org.freedesktop.portable1', '/org/freedesktop/portable1', 'org.freedesktop.portable1.Manager'];

/**
 * What portabled lists, which every user may ask for; /var/lib/portables is root's own (tmpfiles.d/portables.conf).
 *
 * @param directory in which those stand that cannot be seen
 */
async function readListed(directory: string): Promise<PortableImage[]> {
  const program = findProgram('busctl');
  if (program === null) return [];
  const { status, stdout } = await runProgram(
    program,
    ['--no-pager', '--json=short', 'call', ...MANAGER, 'ListImages'],
    { timeoutMs: TIMEOUT_MS, env: PLAIN_ENVIRONMENT },
  );
  return status === 0 ? rowsOf(stdout).flatMap((row) => imageOf(row, directory)) : [];
}

function rowsOf(answer: string): unknown[] {
  try {
    const { data } = JSON.parse(answer) as { data?: unknown };
    const [rows] = Array.isArray(data) ? (data as unknown[]) : [];
    return Array.isArray(rows) ? rows.slice(0, MOST_IMAGES) : [];
  } catch {
    return [];
  }
}

function imageOf(row: unknown, directory: string): PortableImage[] {
  const [name, typeWord, , , , , stateWord] = Array.isArray(row) ? (row as unknown[]) : [];
  const type = TYPES.find((one) => one === typeWord);
  const state = STATES.find((one) => one === stateWord);
  if (typeof name !== 'string' || !isExtensionName(name) || type === undefined || state === undefined) return [];
  const path = `${directory}/${name}${type === 'raw' ? '.raw' : ''}`;
  const problem = messageOf('extension.unknown-it-may-not-be-read');
  return [
    {
      name,
      type,
      path,
      realPath: path,
      state,
      form: 'unrecognised',
      kind: null,
      description: null,
      release: null,
      prefixes: [],
      units: [],
      problem,
    },
  ];
}
