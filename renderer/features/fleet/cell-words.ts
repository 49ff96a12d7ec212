/** What stands in a cell of the matrix, and what is said of it. */
import type { LucideIcon } from 'lucide-react';
import { ArrowRight, Ban, Check, CircleHelp, CircleX, EyeOff } from 'lucide-react';
import type { Message, Value } from '../../../shared/messages/message.ts';
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

const TITLES: Readonly<Record<FleetRow['state'], () => string>> = {
  active: () => t('Active'),
  ready: () => t('Merged next time'),
  unknown: () => t('Unknown'),
  blocked: () => t('Skipped'),
  masked: () => t('Disabled'),
  hidden: () => t('Shadowed'),
  broken: () => t('Stops every merge'),
};

/** The state in the words of the other views, as a part of a sentence. */
export const stateWord = (state: FleetRow['state']): string => WORDS[state]();

/** The same where it stands alone, as on a pill. */
export const stateTitle = (state: FleetRow['state']): string => TITLES[state]();

const versionAndState = ({ version, state }: Pick<FleetRow, 'version' | 'state'>): string =>
  version === null ? stateWord(state) : `${visibleText(version)} ${stateWord(state)}`;

/** What is active is told by its version alone, beside its tick, and what does not fit by what it needs where that is short. */
export function cellText(row: Pick<FleetRow, 'version' | 'state' | 'reason'>): string {
  if (row.state === 'active' && row.version !== null) return visibleText(row.version);
  return (row.state === 'blocked' ? shortReason(row.reason) : null) ?? versionAndState(row);
}

const textOf = (value: Value | undefined): string => (typeof value === 'object' ? say(value) : String(value ?? ''));

/** Of the reasons of shared/systemd/compatibility.ts that name what is needed; null for others. */
function shortReason(reason: Message | null): string | null {
  const wanted = textOf(reason?.values['wanted']);
  switch (reason?.id) {
    case 'systemd.it-was-built-for-extension-level':
      return t('needs level {level}', { level: textOf(reason.values['level']) });
    case 'systemd.it-was-built-for-this-host':
      return t('needs {what}', { what: wanted });
    case 'systemd.it-needs-this-host-is': {
      const [id = '', version] = wanted.split(' ');
      // Of the same OS the version is the whole reason.
      const isSameOs = version !== undefined && textOf(reason.values['host']).startsWith(`${id} `);
      return t('needs {what}', { what: isSameOs ? version : wanted });
    }
    default:
      return null;
  }
}

/** What is read of a cell: extension, host, version, state, the reason, and what it differs from. */
export function cellSentence(
  name: string,
  host: FleetHost,
  row: FleetRow | undefined,
  other: { readonly host: FleetHost; readonly row: FleetRow | undefined } | null,
): string {
  const sentences = [
    t('{extension} on {host}: {what}.', { extension: name, host: host.name, what: whatIs(row) }),
    row?.reason == null ? '' : say(row.reason),
    other === null ? '' : otherSentence(other.host, other.row),
  ];
  return sentences.filter((part) => part !== '').join(' ');
}

/** What the host has that another one is compared with. */
export const otherSentence = (host: FleetHost, row: FleetRow | undefined): string =>
  t('On {host}: {what}.', { host: host.name, what: whatIs(row) });

/** With what the cell shows in it, for who sees and hears it. */
function whatIs(row: FleetRow | undefined): string {
  if (row === undefined) return t('not there');
  const [whole, shown] = [versionAndState(row), cellText(row)];
  return whole.includes(shown) ? whole : `${whole}, ${shown}`;
}

/** A host, its OS, and how old is what is known of it; else why that is not shown. */
export function hostSentence(host: FleetHost, now: number): string {
  const { name, readAt, state, error } = host;
  const isRead = state !== 'failed' && readAt !== null;
  const what = isRead ? `${osText(host)} · ${t('read {ago}', { ago: formatAgo(readAt, now) })}` : whyNoRows(host, now);
  // What goes wrong with a host is mostly said of it by its name.
  const isNamed = !isRead && state !== 'reading' && error !== null && Object.hasOwn(error.message.values, 'host');
  return isNamed ? what : `${visibleText(name)}: ${what}`;
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
  return sentences.filter((part) => part !== '').join(' · ');
}
