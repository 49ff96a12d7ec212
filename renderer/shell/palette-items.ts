/** What the palette offers for what is typed: commands of the view, extensions, files, services, and the other commands. */
import { t } from '../../shared/messages/translate.ts';
import type { FoundFile } from '../../shared/model/find.ts';
import { COMMANDS, type CommandId } from '../../shared/window/commands.ts';
import { keyName } from '../commands/keys.ts';
import { obstacleTo } from '../commands/run.ts';
import { type FoundFiles, isOfPath } from '../components/use-found-files.ts';
import type { Row } from '../features/extensions/rows.ts';
import type { State } from '../state/store.ts';
import type { ViewName } from '../state/view-slice.ts';
import { bestOf, matchOf } from './palette-match.ts';

/** What is done where it is chosen. */
export type Choice =
  | { readonly does: 'command'; readonly command: CommandId }
  | { readonly does: 'extension'; readonly key: string }
  | { readonly does: 'file'; readonly key: string; readonly path: string }
  | { readonly does: 'service'; readonly key: string };

export interface PaletteItem {
  readonly id: string;
  readonly label: string;
  /** What tells it from others of that name, or its keys, or why it cannot be done now. */
  readonly hint: string;
  readonly isDisabled: boolean;
  readonly choice: Choice;
}

export interface PaletteSection {
  readonly id: 'view' | 'extensions' | 'files' | 'services' | 'commands';
  readonly title: string;
  readonly items: readonly PaletteItem[];
}

/** What each view is there for, in the order in which it is wanted. */
const OF_VIEW: Readonly<Record<ViewName, readonly CommandId[]>> = {
  extensions: ['install-file', 'apply', 'review', 'discard', 'merge', 'refresh', 'unmerge', 'undo'],
  catalog: ['add-remote'],
  updates: ['check-updates', 'update-all'],
  host: ['reload'],
  doctor: ['look-over'],
  history: ['undo'],
  fleet: ['read-fleet', 'add-fleet-hosts', 'check-fleet-os'],
  build: ['install-file'],
  settings: ['add-remote'],
};

const MOST_WITHOUT_TEXT = 8;
const MOST = 20;

/** @param rows of the list of extensions @param files what was found so far */
export function paletteSections(
  typed: string,
  state: State,
  rows: readonly Row[],
  files: FoundFiles | null,
): PaletteSection[] {
  const text = typed.trim();
  const commands = COMMANDS.filter(({ id }) => id !== 'open-palette' && id !== 'find-file').map((one) => {
    const why = obstacleTo(one.id, state);
    const item: PaletteItem = {
      id: one.id,
      label: t(one.label),
      hint: why ?? keyName(one.keys) ?? '',
      isDisabled: why !== null,
      choice: { does: 'command', command: one.id },
    };
    return item;
  });
  const here = OF_VIEW[state.view].flatMap((id) => commands.filter((one) => one.id === id && !one.isDisabled));
  const best = (items: readonly PaletteItem[], most: number) => bestOf(items, ({ label }) => label, text, most);
  // What cannot be done now says why to who asks for it.
  const others = commands
    .filter((one) => !here.includes(one) && (text !== '' || !one.isDisabled))
    .sort((a, b) => Number(a.isDisabled) - Number(b.isDisabled));
  const isPath = isOfPath(text);
  const found = files === null || text === '' ? [] : files.files.map(fileItem);
  const sections: PaletteSection[] = [
    { id: 'view', title: t('In this view'), items: isPath ? [] : best(here, MOST) },
    {
      id: 'extensions',
      title: t('Extensions'),
      items: isPath ? [] : best(rows.map(extensionItem(rows)), text === '' ? MOST_WITHOUT_TEXT : MOST),
    },
    {
      id: 'services',
      title: t('Services'),
      items: text === '' || isPath ? [] : best(rows.flatMap(serviceItems), MOST),
    },
    { id: 'commands', title: t('Commands'), items: isPath ? [] : best(others, COMMANDS.length) },
  ];
  const named = text === '' ? sections : sections.sort((a, b) => rankOf(a, text) - rankOf(b, text));
  const filled = named.filter(({ items }) => items.length > 0);
  // Files come in later than all else, and move nothing that somebody may be about to choose.
  return found.length === 0 ? filled : [...filled, { id: 'files', title: t('Files'), items: found }];
}

const rankOf = ({ items }: PaletteSection, text: string): number => matchOf(items[0]?.label ?? '', text) ?? 9;

const extensionItem =
  (rows: readonly Row[]) =>
  (row: Row): PaletteItem => {
    const { key, name, version, pill, extension } = row;
    const isAlone = rows.every((one) => one === row || one.name !== name);
    const place = isAlone ? null : (extension?.path ?? null);
    return {
      id: `extension:${key}`,
      label: name,
      hint: [version, pill.text, place].filter((part) => part !== null).join(' · '),
      isDisabled: false,
      choice: { does: 'extension', key },
    };
  };

const serviceItems = ({ key, name, units, extension }: Row): PaletteItem[] =>
  units.map((unit) => ({
    id: `service:${extension?.id ?? key}:${unit}`,
    label: unit,
    hint: name,
    isDisabled: false,
    choice: { does: 'service', key },
  }));

function fileItem(file: FoundFile): PaletteItem {
  return {
    id: `file:${file.id}:${file.path}`,
    label: file.path,
    hint: `${file.extension} · ${standingOf(file)}`,
    isDisabled: false,
    choice: { does: 'file', key: file.id, path: file.path },
  };
}

/** What becomes of a file: now where it is merged, else at the next merge. */
function standingOf({ now, next }: FoundFile): string {
  if (now.is === 'hidden') return t('hidden by {name}', { name: now.by ?? '' });
  if (now.is === 'seen')
    return now.over.length === 0 ? t('Active') : t('wins over {names}', { names: namesOf(now.over) });
  if (now.is === 'unknown') return t('Unknown');
  if (next.is === 'hidden') return t('would be hidden by {name}', { name: next.by ?? '' });
  if (next.is === 'seen')
    return next.over.length === 0 ? t('Merged next time') : t('would win over {names}', { names: namesOf(next.over) });
  return next.is === 'unknown' ? t('Unknown') : t('not merged');
}

const MOST_NAMES = 3;

function namesOf(over: readonly string[]): string {
  const names = over.slice(0, MOST_NAMES).map((name) => (name === 'base' ? t('the base') : name));
  return over.length > MOST_NAMES ? `${names.join(', ')}, …` : names.join(', ');
}
