/** What `fleet` says to a person: hosts by extensions, what differs, and who would lose what. */

import { WORD_OF_STATE } from '../../shared/changes/state-words.ts';
import type { FleetDifference } from '../../shared/fleet/differ.ts';
import { foreignText, joinTexts, type Message, messageOf, type Text } from '../../shared/messages/message.ts';
import type { FleetHost, FleetNextOs, FleetRow, Fleet as FleetView } from '../../shared/model/fleet.ts';
import type { WhatIf } from '../../shared/model/what-if.ts';
import { type Cell, type Column, formatTable } from './format-table.ts';
import { safeText } from './terminal.ts';
import { timeText } from './times.ts';

/** A row for each host, a column for each extension; below it what could not be read, and of when it is. */
export function fleetText({ hosts, extensions }: FleetView): string {
  const names = extensions.map(({ name }) => name);
  const columns: Column[] = [
    { head: messageOf('cli.column-host'), isWhole: true },
    { head: messageOf('cli.column-os') },
    ...extensions.map(({ class: extensionClass, name }) => ({
      head: foreignText(names.filter((one) => one === name).length > 1 ? `${name} (${extensionClass})` : name),
    })),
  ];
  const rows = hosts.map((host): Cell[] => [
    host.name,
    host.os ?? '-',
    ...extensions.map((column) =>
      cellOf(host.rows.find(({ name, class: ofClass }) => name === column.name && ofClass === column.class)),
    ),
  ]);
  const table = formatTable(columns, rows, messageOf('cli.fleet-hosts', { count: hosts.length }));
  return (
    table +
    hosts
      .flatMap(linesOf)
      .map((line) => `${safeText(line)}\n`)
      .join('')
  );
}

/** What is active or ready is told by its version alone. */
function cellOf(row: FleetRow | undefined): Cell {
  if (row === undefined) return '-';
  const { version, state } = row;
  if (state === 'active') return { text: version ?? WORD_OF_STATE.active, style: 'good' };
  if (state === 'ready') return version ?? WORD_OF_STATE.ready;
  const style = state === 'masked' || state === 'hidden' ? 'faint' : state === 'broken' ? 'bad' : 'warning';
  return { text: joinTexts([...(version === null ? [] : [version]), WORD_OF_STATE[state]], ' '), style };
}

function linesOf({ name, error, readAt, notes, rows }: FleetHost): Message[] {
  const when =
    readAt === null ? messageOf('cli.fleet-never-read') : messageOf('cli.fleet-as-of', { time: timeText(readAt) });
  const why = rows.flatMap((row) =>
    row.reason === null
      ? []
      : [messageOf('cli.fleet-about', { host: name, what: joinTexts([`${row.name}:`, row.reason], ' ') })],
  );
  const failed =
    error === null ? [] : [joinTexts([error.message, ...(error.nextStep === null ? [] : [error.nextStep]), when], ' ')];
  return [...failed, ...why, ...notes.map((what) => messageOf('cli.fleet-about', { host: name, what }))];
}

const ABSENT = messageOf('cli.fleet-not-there');

export function differText(
  from: string,
  hosts: readonly { readonly id: string; readonly differences: readonly FleetDifference[] }[],
): string {
  const rows = hosts.flatMap(({ id, differences }) =>
    differences.map(({ name, class: extensionClass, there, here }): Cell[] => [
      id,
      name,
      extensionClass,
      there === null ? ABSENT : cellOf(there),
      here === null ? ABSENT : cellOf(here),
    ]),
  );
  const count = hosts.filter(({ differences }) => differences.length > 0).length;
  const foot = messageOf('cli.fleet-differ', { count, all: hosts.length, host: from });
  if (rows.length === 0) return `${safeText(foot)}\n`;
  const columns: readonly Column[] = [
    { head: messageOf('cli.column-host'), isWhole: true },
    { head: messageOf('cli.column-name'), isWhole: true },
    { head: messageOf('cli.column-class'), isWhole: true },
    { head: messageOf('cli.column-there') },
    { head: foreignText(from) },
  ];
  return formatTable(columns, rows, foot);
}

const WORD_OF_OUTCOME: Readonly<Record<WhatIf['outcome'], Message>> = {
  stays: messageOf('cli.next-os-stays'),
  'comes-in': messageOf('cli.fleet-comes-in'),
  'drops-out': messageOf('cli.next-os-lost'),
  'stays-out': messageOf('cli.next-os-out'),
  unknown: messageOf('cli.unknown'),
};

export function nextOsText(hosts: readonly FleetNextOs[]): string {
  const reason = ({ outcome, verdict }: FleetNextOs['rows'][number]): Text =>
    outcome === 'stays' || outcome === 'comes-in' ? '' : verdict.message;
  const rows = hosts.flatMap(({ id, rows }) =>
    rows.map((row): Cell[] => [id, row.name, row.class, WORD_OF_OUTCOME[row.outcome], reason(row)]),
  );
  const losing = hosts.filter((host) => host.rows.some(({ outcome }) => outcome === 'drops-out'));
  const foot = messageOf('cli.fleet-would-lose', { count: losing.length, all: hosts.length });
  const columns: readonly Column[] = [
    { head: messageOf('cli.column-host'), isWhole: true },
    { head: messageOf('cli.column-name'), isWhole: true },
    { head: messageOf('cli.column-class'), isWhole: true },
    { head: messageOf('cli.column-then'), isWhole: true },
    { head: messageOf('cli.column-reason') },
  ];
  return formatTable(columns, rows, foot);
}
