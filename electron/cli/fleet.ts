/** veneer fleet: many hosts, read over SSH. */
import { resolve } from 'node:path';
import { differencesOf } from '../../shared/fleet/differ.ts';
import type { OsIdentity } from '../../shared/images/for-os.ts';
import { messageOf } from '../../shared/messages/message.ts';
import { ERROR_CODES, SOMETHING_NEW, VeneerError } from '../../shared/model/errors.ts';
import type { FleetHost, Fleet as FleetView } from '../../shared/model/fleet.ts';
import type { WhatIfRequest } from '../../shared/model/what-if.ts';
import { NEWEST_KNOWN } from '../../shared/systemd/classes.ts';
import type { Fleet } from '../fleet/fleet.ts';
import type { Named } from '../session/next-os.ts';
import { differText, fleetText, nextOsText } from './fleet-text.ts';
import { interruptible } from './interrupt.ts';
import type { Invocation } from './invocation.ts';
import { misuseError } from './misuse.ts';
import { osAt } from './named-os.ts';
import { openSession } from './setup.ts';
import { printLong, printOut, sayAnswer, tellHint, tellNote } from './terminal.ts';

export async function runFleet(invocation: Invocation): Promise<number> {
  const session = await openSession(invocation);
  const { fleet } = session;
  try {
    const [verb = 'list', ...hosts] = invocation.operands;
    switch (verb) {
      case 'add':
        return addHosts(fleet, hosts, invocation);
      case 'remove':
        fleet.remove(hosts);
        if (invocation.json) sayAnswer('fleet', fleet.view());
        else printOut(messageOf('cli.fleet-removed', { count: hosts.length }));
        return 0;
      case 'read':
        return await readHosts(fleet, hosts, invocation);
      case 'differ':
        return await differ(fleet, hosts[0] ?? '', invocation);
      case 'plan':
        return await planFor(fleet, hosts, invocation);
      default: {
        const view = onlyOf(fleet.view(), hosts);
        await printView(view, invocation);
        return 0;
      }
    }
  } finally {
    session.close();
  }
}

function addHosts(fleet: Fleet, hosts: readonly string[], invocation: Invocation): number {
  const { sshConfig, inventory, json } = invocation;
  const ids = [
    ...(hosts.length > 0 ? fleet.add({ from: 'typed', hosts: [...hosts] }) : []),
    ...(sshConfig ? fleet.add({ from: 'ssh-config' }) : []),
    ...(inventory === null ? [] : fleet.add({ from: 'ansible', path: resolve(inventory) })),
  ];
  if (hosts.length === 0 && !sshConfig && inventory === null)
    throw misuseError(messageOf('cli.fleet-add-what'), null, 'fleet add');
  const view = fleet.view();
  if (json) sayAnswer('fleet', onlyOf(view, ids));
  else {
    printOut(messageOf('cli.fleet-added', { count: new Set(ids).size }));
    tellHint(messageOf('cli.fleet-read-them'));
  }
  return 0;
}

/** @throws {VeneerError} `not-found` for one that is not there */
function onlyOf(view: FleetView, ids: readonly string[]): FleetView {
  if (ids.length === 0) return view;
  const hosts = ids.map((id) => {
    const found = view.hosts.find((one) => one.id === id);
    if (found === undefined) throw new VeneerError('not-found', messageOf('fleet.no-such-host', { host: id }));
    return found;
  });
  const isThere = (column: FleetView['extensions'][number]) =>
    hosts.some(({ rows }) => rows.some((row) => row.name === column.name && row.class === column.class));
  return { hosts, extensions: view.extensions.filter(isThere) };
}

async function printView(view: FleetView, { json }: Invocation): Promise<void> {
  if (json) return sayAnswer('fleet', view);
  if (view.hosts.length > 0) return printLong(() => fleetText(view));
  printOut(messageOf('cli.fleet-is-empty'));
  tellHint(messageOf('cli.fleet-add-some'));
}

async function readHosts(fleet: Fleet, hosts: readonly string[], invocation: Invocation): Promise<number> {
  const stop = interruptible();
  let view: FleetView;
  try {
    view = await fleet.read(hosts.length === 0 ? null : hosts, stop.signal, { sudo: invocation.sudo });
  } finally {
    stop.end();
  }
  const shown = onlyOf(view, hosts);
  await printView(shown, invocation);
  return endingOf(shown.hosts);
}

/** 0 where each was read; the code of its error where none was, of the first; else `partly`. */
function endingOf(hosts: readonly FleetHost[]): number {
  const errors = hosts.flatMap(({ error }) => error ?? []);
  const [first] = errors;
  if (first === undefined) return 0;
  return ERROR_CODES[errors.length === hosts.length ? first.code : 'partly'].exitCode;
}

async function differ(fleet: Fleet, id: string, { json }: Invocation): Promise<number> {
  const view = fleet.view();
  const [from] = onlyOf(view, [id]).hosts;
  if (from === undefined || from.readAt === null)
    throw new VeneerError('not-found', messageOf('fleet.never-read', { host: id }), {
      nextStep: messageOf('fleet.read-it-first'),
    });
  const others = view.hosts.filter((one) => one.id !== id && one.readAt !== null);
  const compared = others.map((host) => ({ id: host.id, differences: differencesOf(host, from) }));
  if (json) sayAnswer('fleet-differ', { from: id, hosts: compared });
  else await printLong(() => differText(id, compared));
  return compared.some(({ differences }) => differences.length > 0) ? SOMETHING_NEW : 0;
}

async function planFor(fleet: Fleet, hosts: readonly string[], { for: what, json }: Invocation): Promise<number> {
  if (what === null || what === 'next') throw misuseError(messageOf('cli.fleet-name-os'), null, 'fleet plan');
  const request = 'path' in what ? asRead(osAt(what.path, NEWEST_KNOWN)) : asNamed(what);
  const found = await fleet.nextOs({ ids: hosts.length === 0 ? null : [...hosts], ...request });
  if (json) sayAnswer('fleet-plan', { hosts: found });
  else if (found.length === 0) tellNote(messageOf('cli.fleet-none-of-os', { os: request.fields.ID ?? '' }));
  else await printLong(() => nextOsText(found));
  const isLost = found.some(({ rows }) => rows.some(({ outcome }) => outcome === 'drops-out'));
  return isLost ? ERROR_CODES.incompatible.exitCode : 0;
}

/** As with `veneer plan --for`: of that OS no more is known, so what is of this one's level is no help. */
const asNamed = ({ id, version }: OsIdentity): WhatIfRequest => ({
  fields: { ID: id, ID_LIKE: undefined, VERSION_ID: version ?? '', SYSEXT_LEVEL: '', CONFEXT_LEVEL: '' },
  systemdVersion: null,
});

/** All that it says; what it does not say it has not. */
const asRead = ({ fields, systemdVersion }: Named): WhatIfRequest => ({
  fields: {
    ID: fields.get('ID') ?? '',
    ID_LIKE: fields.get('ID_LIKE') ?? '',
    VERSION_ID: fields.get('VERSION_ID') ?? '',
    SYSEXT_LEVEL: fields.get('SYSEXT_LEVEL') ?? '',
    CONFEXT_LEVEL: fields.get('CONFEXT_LEVEL') ?? '',
  },
  systemdVersion,
});
