/** veneer export: what is on this host as a file that makes another one so. */
import { ansibleText } from '../../shared/declared/ansible.ts';
import { declarationText } from '../../shared/declared/declare.ts';
import { EXPORT_FORMATS, type ExportFormat } from '../../shared/declared/formats.ts';
import { butaneText, ignitionText, type Written } from '../../shared/declared/ignition-text.ts';
import { onlyNamed, type Present } from '../../shared/declared/present.ts';
import { provisioningOf } from '../../shared/declared/provisioning.ts';
import { shellText } from '../../shared/declared/shell-text.ts';
import type { Invocation } from './invocation.ts';
import { isTerminal } from './manner.ts';
import { noSuchName } from './no-such-name.ts';
import { readPresent } from './present.ts';
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
    const { text, lacks } = written(onlyNamed(present, operands), format);
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

function written(present: Present, format: ExportFormat): Written {
  if (format === 'veneer') return { text: declarationText(present, textOf), lacks: [] };
  const from = provisioningOf(present);
  switch (format) {
    case 'ignition':
      return ignitionText(from);
    case 'ansible':
      return ansibleText(from, textOf);
    case 'shell':
      return { text: shellText(from, textOf), lacks: from.lacks };
    default:
      return butaneText(from, format === 'butane-fcos' ? 'fcos' : 'flatcar', textOf);
  }
}
