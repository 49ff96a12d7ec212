/** What stands in a cell of the matrix, and what is said of it. */
import type { LucideIcon } from 'lucide-react';
import { ArrowRight, Ban, Check, CircleHelp, CircleX, EyeOff } from 'lucide-react';
import { say } from '../../../shared/messages/say.ts';
import { t } from '../../../shared/messages/translate.ts';
import { visibleText } from '../../../shared/messages/visible.ts';
import type { FleetHost, FleetRow } from '../../../shared/model/fleet.ts';
import type { PillKind } from '../../components/pill.tsx';
import { formatAgo } from '../../format.ts';

interface Look {
  readonly kind: Exclude<PillKind, 'staged'>;
  readonly Icon: LucideIcon;
}

export const LOOKS: Readonly<Record<FleetRow['state'], Look>> = {
  active: { kind: 'good', Icon: Check },
  ready: { kind: 'neutral', Icon: ArrowRight },
  unknown: { kind: 'unknown', Icon: CircleHelp },
  blocked: { kind: 'bad', Icon: CircleX },
  masked: { kind: 'warning', Icon: Ban },
  hidden: { kind: 'neutral', Icon: EyeOff },
  broken: { kind: 'bad', Icon: CircleX },
};

const WORDS: Readonly<Record<FleetRow['state'], () => string>> = {
  active: () => t('active'),
  ready: () => t('merged next time'),
  unknown: () => t('unknown'),
  blocked: () => t('skipped'),
  masked: () => t('disabled'),
  hidden: () => t('shadowed'),
  broken: () => t('stops every merge'),
};

/** The state in the words of the other views, as a part of a sentence. */
export const stateWord = (state: FleetRow['state']): string => WORDS[state]();

/** What is active is told by its version alone, beside its tick. */
export function cellText({ version, state }: Pick<FleetRow, 'version' | 'state'>): string {
  if (version === null) return stateWord(state);
  return state === 'active' ? visibleText(version) : `${visibleText(version)} ${stateWord(state)}`;
}

/** What is read of a cell: extension, host, version, state, the reason, and what it differs from. */
export function cellSentence(
  name: string,
  host: FleetHost,
  row: FleetRow | undefined,
  other: { readonly host: FleetHost; readonly row: FleetRow | undefined } | null,
): string {
  const what =
    row === undefined
      ? t('not there')
      : row.version === null || row.state !== 'active'
        ? cellText(row)
        : `${cellText(row)} ${stateWord('active')}`;
  return [
    t('{extension} on {host}: {what}.', { extension: name, host: host.name, what }),
    row?.reason == null ? '' : say(row.reason),
    other === null
      ? ''
      : t('On {host}: {what}.', {
          host: other.host.name,
          what: other.row === undefined ? t('not there') : cellText(other.row),
        }),
  ]
    .filter((part) => part !== '')
    .join(' ');
}

/** What stands beside the name of a host: its OS, else how far it is with reading. */
export function osText({ os, state }: Pick<FleetHost, 'os' | 'state'>): string {
  if (state === 'reading') return t('being read…');
  if (state === 'failed') return t('not reached');
  return os === null ? t('unknown') : visibleText(os);
}

/** Why no row of a host is shown: it was not read yet, or what went wrong, with the way out. */
export function whyNoRows(host: FleetHost, now: number): string {
  const { state, error, readAt } = host;
  if (state === 'reading') return t('Being read for the first time…');
  if (error === null) return t('Not read yet.');
  const sentences = [
    say(error.message),
    readAt === null ? '' : t('Opened, it shows what was read {ago}.', { ago: formatAgo(readAt, now) }),
    error.nextStep === null ? '' : say(error.nextStep),
  ];
  return sentences.filter((part) => part !== '').join(' ');
}
