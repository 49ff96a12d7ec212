/** The components of systemd-sysupdate on a host: who is kept current from where, by the definition files that are there. */

import { type Message, messageOf } from '../../shared/messages/message.ts';
import type { ExtensionClass } from '../../shared/systemd/classes.ts';
import type { Transfer } from '../../shared/sysupdate/definitions.ts';
import { kindOf } from '../../shared/sysupdate/kind.ts';
import type { TransferFile } from '../../shared/sysupdate/transfer-file.ts';
import type { ComponentDefinitions } from '../host/definitions.ts';

export interface Component {
  /** As `--component=` has it; empty for the plain `sysupdate.d`. */
  readonly component: string;
  readonly class: ExtensionClass;
  /** The extension that it keeps current. */
  readonly name: string;
  /** The transfer file of the extension; null where none can be read. */
  readonly transfer: TransferFile | null;
  /** All transfers of the component, of which each has its part of a version; that of the extension is among them. */
  readonly transfers: readonly Transfer[];
  /** Whether the component is switched on (262). */
  readonly isOn: boolean;
  /** Why it cannot be followed here, as a part of a sentence; null where it can. */
  readonly problem: Message | null;
}

/** The extensions that are kept current; transfers of what is none, such as a kernel, are left out. */
export function componentsIn(definitions: readonly ComponentDefinitions[]): Component[] {
  return definitions.flatMap(componentsOf);
}

function componentsOf({ component, transfers, refusal, isOn: isSwitchedOn }: ComponentDefinitions): Component[] {
  const base = { component, transfers, isOn: isSwitchedOn };
  if (refusal !== null) {
    // Of the OS it is not known whether there is an extension among it.
    const found = transfers.flatMap(({ file }) => kindOf(file) ?? []);
    const named = found.length > 0 || component === '' ? found : [{ class: 'sysext' as const, name: component }];
    return named.map((kind) => ({ ...base, ...kind, transfer: null, problem: refusal }));
  }
  const problem = transfers.flatMap(({ file }) => whyNot(file) ?? [])[0] ?? null;
  const seen = new Set<string>();
  return transfers.flatMap(({ file }): Component[] => {
    const kind = kindOf(file);
    if (kind === null || seen.has(`${kind.class}/${kind.name}`)) return [];
    seen.add(`${kind.class}/${kind.name}`);
    return [{ ...base, ...kind, transfer: file, problem }];
  });
}

/** Whether systemd-sysupdate keeps the OS itself: by plain definitions with something that is no extension. */
export function keepsTheOs(definitions: readonly ComponentDefinitions[]): boolean {
  const plain = definitions.find(({ component }) => component === '');
  return plain !== undefined && (plain.refusal !== null || plain.transfers.length + plain.off.length > 0);
}

function whyNot({ source, target }: TransferFile): Message | null {
  if (target.type !== 'regular-file') return messageOf('update.its-target-is', { type: target.type });
  if (source.type !== 'url-file' && source.type !== 'regular-file')
    return messageOf('update.its-source-is', { type: source.type });
  const below = [source, target].find(({ relativeTo }) => relativeTo !== 'root');
  return below === undefined ? null : messageOf('update.its-path-is-below-partition', { partition: below.relativeTo });
}
