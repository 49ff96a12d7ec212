/** The stack as text, for a ticket or a colleague. */
import { t } from '../../../shared/messages/translate.ts';
import { visibleText } from '../../../shared/messages/visible.ts';
import type { Host } from '../../../shared/model/host.ts';
import { conflictLine, leftOutLine, lineOf } from './plate-words.ts';
import type { Fate, Plate, Stacked } from './plates.ts';

const FATES = {
  stays: 'stays',
  'drops-out': 'drops out',
  'comes-in': 'comes in',
  unknown: 'unknown',
} as const satisfies Readonly<Record<Fate, string>>;

/** @param os the other release; null for the host as it is */
export function reportOfStacks(
  host: Host,
  stacks: readonly { readonly paths: string; readonly stack: Stacked }[],
  os: string | null,
): string {
  const version = host.systemdVersion ?? host.judgedAs;
  const lines = [`${host.overSsh?.name ?? host.hostname} · ${host.osName} · ${host.architecture} · systemd ${version}`];
  if (os !== null) lines.push(`${t('What if this host ran')} ${os}`);
  for (const { paths, stack } of stacks) {
    lines.push('', paths);
    for (const plate of stack.plates) lines.push(`  ${lineOfPlate(plate)}`);
    for (const one of stack.leftOut) lines.push(`  ${t('left out')}: ${titleOf(one.extension)} · ${leftOutLine(one)}`);
  }
  return `${lines.map(visibleText).join('\n')}\n`;
}

function lineOfPlate(plate: Plate): string {
  const { fate, layer } = plate;
  const fateWord = fate === null ? '' : `${t(FATES[fate])}: `;
  const conflicts = layer === null ? null : conflictLine(layer);
  const parts = [titleOf(plate), lineOf(plate), conflicts ?? ''].filter((one) => one !== '');
  return `${fateWord}${parts.join(' · ')}`;
}

const titleOf = ({ name, version }: Pick<Plate, 'name' | 'version'>): string =>
  version === null ? name : `${name} ${version}`;
