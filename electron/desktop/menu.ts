/** The native menus, as plain data. Every command is the one that palette and shortcuts have. */
import type { ContextMenuParams, MenuItemConstructorOptions } from 'electron';
import { t } from '../../shared/messages/translate.ts';
import { COMMANDS, type CommandId, commandOf } from '../../shared/window/commands.ts';

type Item = MenuItemConstructorOptions;

const FILE: readonly CommandId[] = ['install-file', 'open-sandbox', 'leave-sandbox'];
const VIEW: readonly CommandId[] = [
  'show-extensions',
  'show-host',
  'show-doctor',
  'show-history',
  'show-fleet',
  'show-build',
  'show-settings',
  'open-palette',
  'find-file',
  'filter',
  'reload',
];
const HELP: readonly CommandId[] = ['show-shortcuts', 'about'];

/** @param run is told the command that was chosen; the page carries it out */
export function applicationMenu(run: (id: CommandId) => void): Item[] {
  const menuItem = (id: CommandId): Item => {
    const { label, keys } = commandOf(id);
    return {
      label: t(label),
      // Shown here, pressed in the page: it knows what has the focus.
      ...(keys === null || keys.length === 1 ? {} : { accelerator: keys, registerAccelerator: false }),
      click: () => run(id),
    };
  };
  const placed = new Set([...FILE, ...VIEW, ...HELP]);
  const actions = COMMANDS.map(({ id }) => id).filter((id) => !placed.has(id));
  return [
    { label: t('File'), submenu: [...FILE.map(menuItem), { type: 'separator' }, { role: 'close' }, { role: 'quit' }] },
    { role: 'editMenu', label: t('Edit') },
    {
      label: t('View'),
      submenu: [
        ...VIEW.map(menuItem),
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
      ],
    },
    { label: t('Actions'), submenu: actions.map(menuItem) },
    { role: 'windowMenu', label: t('Window') },
    { label: t('Help'), submenu: HELP.map(menuItem) },
  ];
}

type Flags = Pick<ContextMenuParams['editFlags'], 'canCut' | 'canCopy' | 'canPaste' | 'canSelectAll'>;

/** For a text that is selected or written; empty where there is neither, for there the page has a menu of its own. */
export function textMenu(params: {
  readonly isEditable: boolean;
  readonly selectionText: string;
  readonly editFlags: Flags;
}): Item[] {
  const { isEditable, selectionText, editFlags } = params;
  if (!isEditable) return selectionText.trim() === '' ? [] : [{ role: 'copy', enabled: editFlags.canCopy }];
  return [
    { role: 'cut', enabled: editFlags.canCut },
    { role: 'copy', enabled: editFlags.canCopy },
    { role: 'paste', enabled: editFlags.canPaste },
    { type: 'separator' },
    { role: 'selectAll', enabled: editFlags.canSelectAll },
  ];
}
