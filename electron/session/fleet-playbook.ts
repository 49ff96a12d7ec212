/** A playbook for hosts of the fleet, from whatever a person names that says what they are to be. */
import { exportText } from '../../shared/declared/export.ts';
import { inventoryText, isAnsibleName, playbookFor } from '../../shared/declared/playbook.ts';
import { readDeclaredText } from '../../shared/declared/read-text.ts';
import { ansibleHosts } from '../../shared/fleet/ansible-hosts.ts';
import { englishOf, messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import type { DeclaredSource, FleetPlaybook, FleetPlaybookRequest } from '../../shared/model/fleet.ts';
import { readPresent } from './present.ts';
import type { Session } from './session.ts';

export type PlaybookRoom = Pick<Session, 'catalog' | 'fleet' | 'host' | 'sets'>;

/**
 * @throws {VeneerError} `not-found` for a host, a set or a tree that is not there; `invalid-input` with line and column for a
 * text that declares nothing, or without a host; `too-large`
 */
export async function fleetPlaybook(session: PlaybookRoom, request: FleetPlaybookRequest): Promise<FleetPlaybook> {
  const { playbook, inventory, lacks } = await writePlaybook(session, request);
  return { playbook, inventory, lacks };
}

/** The same with the id of each host by the name that Ansible has for it. @throws {VeneerError} as `fleetPlaybook` */
export async function writePlaybook(
  session: PlaybookRoom,
  { ids, source, merge }: FleetPlaybookRequest,
): Promise<FleetPlaybook & { readonly idOf: ReadonlyMap<string, string> }> {
  const known = session.fleet.view().hosts;
  const gone = ids?.find((id) => !known.some((one) => one.id === id));
  if (gone !== undefined) throw new VeneerError('not-found', messageOf('fleet.no-such-host', { host: gone }));
  const chosen = known.filter(({ id }) => ids === null || ids.includes(id));
  // Ansible would take a play without hosts for one of all that its inventory has.
  if (chosen.length === 0) throw new VeneerError('invalid-input', messageOf('fleet.no-host-chosen'));
  const { text, name } = await textOf(session, source);
  const { declared, unknown } = readDeclaredText(text, name);
  const hosts = ansibleHosts(chosen, isAnsibleName);
  const names = hosts.map((one) => one.name);
  const written = playbookFor(names, declared, { merge, say: englishOf });
  const idOf = new Map(names.map((one, at) => [one, chosen[at]?.id ?? one]));
  return { playbook: written.text, inventory: inventoryText(hosts), lacks: [...unknown, ...written.lacks], idOf };
}

async function textOf(
  session: PlaybookRoom,
  source: DeclaredSource,
): Promise<{ readonly text: string; readonly name: string }> {
  switch (source.from) {
    case 'text':
      return { text: source.text, name: 'veneer.yaml' };
    case 'set':
      return { text: session.sets.read(source.name), name: `${source.name}.yaml` };
    case 'host': {
      const present = await readPresent(session, await session.host(source.host));
      return { text: exportText(present, 'veneer', englishOf).text, name: 'veneer.yaml' };
    }
  }
}
