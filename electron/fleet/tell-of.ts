/** What is told of a host that was read. */

import { type Message, messageOf } from '../../shared/messages/message.ts';
import { compareNames } from '../../shared/model/by-name.ts';
import type { FleetRow } from '../../shared/model/fleet.ts';
import { onePerName } from '../../shared/systemd/one-per-name.ts';
import type { System } from '../extensions/system.ts';
import type { LastReading } from './kept.ts';
import type { Picture } from './picture.ts';

/** One row a name, sorted by it; as of now. */
export function tellOf({ facts, extensions }: System, picture: Picture): LastReading {
  return {
    readAt: Date.now(),
    os: facts.osName,
    systemd: picture.systemdVersion,
    architecture: facts.architecture,
    notes: notesOf(picture),
    rows: onePerName(extensions)
      .map(
        (one): FleetRow => ({
          class: one.class,
          name: one.name,
          version: one.version,
          state: one.state,
          reason: EXPLAINED.has(one.state) ? (one.warnings[0]?.message ?? one.verdict.message) : null,
          size: one.size,
        }),
      )
      .sort((a, b) => compareNames(a.name, b.name)),
  };
}

const EXPLAINED: ReadonlySet<FleetRow['state']> = new Set(['unknown', 'blocked', 'broken']);

function notesOf({ closed, cut, systemdVersion }: Picture): Message[] {
  const shown = (path: string) => Buffer.from(path, 'latin1').toString('utf8');
  return [
    ...closed.slice(0, 20).map((path) => messageOf('fleet.may-not-be-read-there', { path: shown(path) })),
    ...cut.slice(0, 20).map((path) => messageOf('fleet.not-all-was-told', { path: shown(path) })),
    ...(systemdVersion === null ? [messageOf('fleet.no-systemd-found')] : []),
  ];
}
