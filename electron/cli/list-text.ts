/** What `list` says to a person: a row for each name, as systemd-sysext(8) has it, or with --all for each place. */
import { WORD_OF_STATE } from '../../shared/changes/state-words.ts';
import { joinTexts, type Message, messageOf, type Text } from '../../shared/messages/message.ts';
import { byName } from '../../shared/model/by-name.ts';
import type { Extension, MovedAside } from '../../shared/model/extension.ts';
import { onePerName } from '../../shared/systemd/one-per-name.ts';
import type { System } from '../extensions/system.ts';
import { pinOf } from '../host/pins.ts';
import { type Cell, type Column, formatTable } from './format-table.ts';
import { mergedNames } from './pending.ts';
import { shortSize } from './sizes.ts';
import type { Stored } from './stored.ts';
import type { Style } from './style.ts';
import { reasonOf } from './text.ts';
import { WORD_OF_FORM, wordOfState } from './words.ts';

const COLUMNS: readonly Column[] = [
  { head: messageOf('cli.column-name'), isWhole: true },
  { head: messageOf('cli.column-version'), isWhole: true },
  { head: messageOf('cli.column-class'), isWhole: true },
  { head: messageOf('cli.column-state'), isWhole: true },
  { head: messageOf('cli.column-form'), leftOut: 2 },
  { head: messageOf('cli.column-size'), isWhole: true },
  { head: messageOf('cli.column-path'), leftOut: 1 },
  { head: messageOf('cli.column-note') },
];

const STYLE_OF_STATE: Readonly<Record<Extension['state'], Style | null>> = {
  active: 'good',
  ready: null,
  unknown: 'warning',
  blocked: 'warning',
  masked: 'faint',
  hidden: 'faint',
  broken: 'bad',
};

interface Row {
  readonly name: string;
  readonly class: string;
  readonly cells: readonly Cell[];
}

interface Listed {
  readonly extensions: readonly Extension[];
  readonly movedAside: readonly MovedAside[];
  readonly stored: readonly Stored[];
}

/** @param all every place, not a row for each name @returns null where there is nothing */
export function listText(
  system: System,
  { extensions, movedAside, stored }: Listed,
  classes: readonly string[],
  all: boolean,
): string | null {
  const isStored = (one: { readonly class: string; readonly name: string }) =>
    stored.some(({ class: extensionClass, name }) => extensionClass === one.class && name === one.name);
  // Of what was removed a mask may be left, which says less than the versions that are.
  const shown = all ? extensions : onePerName(extensions).filter((one) => !isStored(one));
  const isShown = (one: { readonly class: string; readonly name: string }) =>
    shown.some(({ class: extensionClass, name }) => extensionClass === one.class && name === one.name);
  const aside = movedAside.filter((one) => all || !isShown(one));
  const names = [...shown, ...aside, ...stored];
  const gone = classes.flatMap((extensionClass) =>
    [...mergedNames(system, extensionClass)]
      .filter((name) => !names.some((one) => one.class === extensionClass && one.name === name))
      .map((name) => goneRow(extensionClass, name)),
  );
  const rows = [
    ...shown.map((one) => rowOf(system, one)),
    ...aside.map((one) => asideRow(system, one)),
    ...stored.map((one) => storedRow(system, one)),
    ...gone,
  ].sort(byName);
  if (rows.length === 0) return null;
  return formatTable(
    COLUMNS,
    rows.map(({ cells }) => cells),
    messageOf('cli.extensions-listed', { count: rows.length }),
  );
}

function rowOf(system: System, one: Extension): Row {
  const isStill = !one.merged && mergedNames(system, one.class).has(one.name);
  return {
    name: one.name,
    class: one.class,
    cells: [
      one.name,
      one.version ?? '-',
      one.class,
      { text: stateText(wordOfState(one), isStill), style: isStill ? 'warning' : STYLE_OF_STATE[one.state] },
      WORD_OF_FORM[one.form],
      one.size === null ? '-' : shortSize(one.size),
      one.path,
      noteOf(system, one, reasonOf(one)),
    ],
  };
}

/** `disabled (merged)`: the next refresh takes it out. */
const stateText = (state: Message, isStillMerged: boolean): Message =>
  isStillMerged ? messageOf('cli.state-still-merged', { state }) : state;

function asideRow(system: System, one: MovedAside): Row {
  const isStill = mergedNames(system, one.class).has(one.name);
  return {
    name: one.name,
    class: one.class,
    cells: [
      one.name,
      '-',
      one.class,
      { text: stateText(WORD_OF_STATE.masked, isStill), style: isStill ? 'warning' : 'faint' },
      '-',
      '-',
      one.keptAt,
      noteOf(system, one, messageOf('cli.moved-aside-from', { path: one.path })),
    ],
  };
}

function storedRow(system: System, one: Stored): Row {
  const isStill = mergedNames(system, one.class).has(one.name);
  const mask = system.extensions.find(({ class: ofIt, name }) => ofIt === one.class && name === one.name);
  const removed = messageOf('cli.removed-and-stored', { versions: one.versions.join(', ') });
  const masked = mask === undefined ? [] : [messageOf('cli.masked-by', { path: mask.path })];
  return {
    name: one.name,
    class: one.class,
    cells: [
      one.name,
      '-',
      one.class,
      { text: stateText(messageOf('cli.stored'), isStill), style: isStill ? 'warning' : 'faint' },
      '-',
      '-',
      one.path,
      noteOf(system, one, joinTexts([removed, ...masked], ' ')),
    ],
  };
}

function goneRow(extensionClass: string, name: string): Row {
  const state = messageOf('cli.state-gone-merged');
  const note = messageOf('cli.its-file-is-gone');
  return {
    name,
    class: extensionClass,
    cells: [name, '-', extensionClass, { text: state, style: 'warning' }, '-', '-', '-', note],
  };
}

/** What was decided on its versions, and what else there is to say. */
function noteOf({ pins }: System, one: Pick<Extension, 'class' | 'name'>, reason: Text): Text {
  const pin = pinOf(pins, one.class, one.name);
  const decided = [
    ...(pin === null || pin.version === null ? [] : [messageOf('cli.pinned-to', { version: pin.version })]),
    ...(pin?.held === true ? [messageOf('cli.held')] : []),
  ];
  return joinTexts([...decided, reason], ' ');
}
