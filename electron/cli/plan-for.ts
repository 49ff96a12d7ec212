/** veneer plan --for: what becomes of the extensions once another OS runs. */
import { messageOf } from '../../shared/messages/message.ts';
import { ERROR_CODES } from '../../shared/model/errors.ts';
import type { NextOs, NextOsRow } from '../../shared/model/next-os.ts';
import { predictNextOs } from '../session/next-os.ts';
import { type Column, formatTable } from './format-table.ts';
import type { ForWhat, Invocation } from './invocation.ts';
import { osNamed } from './named-os.ts';
import { readRemotes } from './read-remotes.ts';
import { withHost } from './setup.ts';
import { printOut, safeText, sayAnswer, tellNote } from './terminal.ts';
import { WORD_OF_NEXT_OS } from './words.ts';

/** Every row that would not be merged any more on that OS. */
const LOST = new Set<NextOsRow['state']>(['offered', 'elsewhere', 'lost']);

export function runPlanFor(what: ForWhat, invocation: Invocation): Promise<number> {
  return withHost(invocation, async (session, host) => {
    const system = await host.read();
    const named = await osNamed(system, what);
    if (session.catalog.state().remotes.some(({ enabled }) => enabled)) await readRemotes(session, host);
    const next = await predictNextOs(session, system, named, invocation.remote, null);
    if (next.systemdVersion === null && !invocation.json) {
      tellNote(messageOf('cli.systemd-of-that-os-is-not-known', { version: String(system.release.rules.version) }));
    }
    const rows = next.rows.filter((row) => invocation.class === null || row.class === invocation.class);
    if (invocation.json) sayAnswer('plan', { ...next, rows });
    else printOut(nextOsText({ ...next, rows }));
    return rows.some(({ state }) => LOST.has(state)) ? ERROR_CODES.incompatible.exitCode : 0;
  });
}

function nextOsText({ title, rows, isSame }: NextOs): string {
  const os = { os: title };
  const head = `${safeText(isSame ? messageOf('cli.is-release-that-runs', os) : messageOf('cli.on-os', os))}\n`;
  if (rows.length === 0) return `${head}${safeText(messageOf('cli.there-is-no-extension-to-judge'))}\n`;
  const lines = rows.map(({ name, class: extensionClass, version, state, nextVersion, release, message }) => [
    name,
    extensionClass,
    version ?? '-',
    WORD_OF_NEXT_OS[state],
    nextVersion ?? '-',
    release?.remote ?? '-',
    message,
  ]);
  const columns: readonly Column[] = [
    { head: messageOf('cli.column-name'), isWhole: true },
    { head: messageOf('cli.column-class'), isWhole: true },
    { head: messageOf('cli.column-version') },
    { head: messageOf('cli.column-then'), isWhole: true },
    { head: messageOf('cli.column-build') },
    { head: messageOf('cli.column-remote') },
    { head: messageOf('cli.column-reason') },
  ];
  return `${head}${formatTable(columns, lines)}`;
}
