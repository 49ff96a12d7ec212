/** A host of the fleet in place of this machine, as it was read last: nobody asks it, and nothing of it can be changed. */
import { sshRoot } from '../../shared/fleet/ssh-root.ts';
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { cacheDirectory, stateDirectory } from '../api/paths.ts';
import { readSystem, type System, type Target } from '../extensions/system.ts';
import { createKeptFleet, type KeptReading } from '../fleet/kept.ts';
import { targetIn } from '../fleet/read-host.ts';
import type { Invocation } from './invocation.ts';
import { tellNote } from './terminal.ts';
import { timeText } from './times.ts';

export interface ReadOnHost {
  readonly target: Target;
  /** As it is judged. */
  readonly system: System;
  /** The same for a person: what it stands in here is nobody's business. */
  readonly shown: System;
}

/** @throws {VeneerError} `not-found` for a host that is not there or was never read */
export async function readFleetHost(id: string, { asSystemd, json }: Invocation): Promise<ReadOnHost> {
  const { folder, reading } = keptOf(id);
  const target = { ...targetIn(folder, reading), asSystemd };
  const system = await readSystem(target, null);
  if (!json) {
    tellNote(messageOf('cli.as-host-was-read', { host: id, time: timeText(reading.reading.readAt) }));
    for (const note of reading.reading.notes) tellNote(note);
  }
  return { target, system, shown: { ...system, facts: { ...system.facts, root: sshRoot(id) } } };
}

function keptOf(id: string): { readonly folder: string; readonly reading: KeptReading } {
  const kept = createKeptFleet(stateDirectory(), cacheDirectory(), (problem) => tellNote(problem.message));
  if (!kept.hosts().some((one) => one.id === id))
    throw new VeneerError('not-found', messageOf('fleet.no-such-host', { host: id }), {
      nextStep: messageOf('fleet.add-it-first'),
    });
  const reading = kept.reading(id);
  if (reading !== null) return { folder: kept.folder(id), reading };
  throw new VeneerError('not-found', messageOf('fleet.never-read', { host: id }), {
    nextStep: messageOf('fleet.read-it-first'),
  });
}
