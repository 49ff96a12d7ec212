/** What a window asks of sets: keeping what is enabled, and going back to it. */
import { differencesOf } from '../../shared/declared/differences.ts';
import { declaredIn } from '../../shared/declared/read.ts';
import { setText, switchesFor } from '../../shared/declared/sets.ts';
import { parseYaml } from '../../shared/declared/yaml.ts';
import type { Change } from '../../shared/model/change.ts';
import type { Host } from '../hosts/host.ts';
import { readPresent } from './present.ts';
import type { Session } from './session.ts';

/** Keeps which extensions of a host are enabled. @throws as Sets */
export async function saveSet(session: Session, host: Host, name: string): Promise<void> {
  session.sets.write(name, setText(await readPresent(session, host)));
}

/**
 * What makes a host as a set says it.
 *
 * @returns `left`: names of what it has besides switches, such as an extension that is not there
 * @throws {VeneerError} as Sets, and `invalid-input` with line and column for a file that a person broke
 */
export async function useSet(
  session: Session,
  host: Host,
  name: string,
): Promise<{ readonly changes: readonly Change[]; readonly left: readonly string[] }> {
  const declared = declaredIn(parseYaml(session.sets.read(name), `${name}.yaml`));
  const { differences } = differencesOf(declared, await readPresent(session, host));
  const left = differences.filter(({ what }) => what !== 'enabled' && what !== 'masked').map((one) => one.name);
  return { changes: switchesFor(differences), left: [...new Set(left)] };
}
