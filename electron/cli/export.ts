/** veneer export: what is on this host as a file that makes another one so. */
import { exportText } from '../../shared/declared/export.ts';
import { EXPORT_FORMATS } from '../../shared/declared/formats.ts';
import { onlyNamed } from '../../shared/declared/present.ts';
import { readPresent } from '../session/present.ts';
import type { Invocation } from './invocation.ts';
import { isTerminal } from './manner.ts';
import { noSuchName } from './no-such-name.ts';
import { withHost } from './setup.ts';
import { printLong, sayAnswer, stdout, tellNote, textOf } from './terminal.ts';

export function runExport(invocation: Invocation): Promise<number> {
  const { operands, json } = invocation;
  const format = EXPORT_FORMATS.find((one) => one === invocation.format) ?? 'veneer';
  return withHost(invocation, async (session, host) => {
    const present = await readPresent(session, host);
    const names = [...present.extensions, ...present.masks].map(({ name }) => name);
    const unknown = operands.find((one) => !names.includes(one));
    if (unknown !== undefined) throw noSuchName(names, unknown);
    const { text, lacks } = exportText(onlyNamed(present, operands), format, textOf);
    if (json) sayAnswer('export', { format, text, lacks });
    // JSON has no comments.
    else if (format === 'ignition') for (const one of lacks) tellNote(one);
    if (json) return 0;
    // A file has to have every byte; a terminal must not be told what to do by a name.
    if (isTerminal()) await printLong(() => text);
    else stdout().write(text);
    return 0;
  });
}
