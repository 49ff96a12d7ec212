/** Every command of the window once: palette, shortcuts, menus and tooltips all take it from here. */

export interface Command {
  readonly id: CommandId;
  readonly label: string;
  /** In the spelling of `KeyboardEvent.key`, with `Ctrl+` and `Shift+` before it; null for none. */
  readonly keys: string | null;
}

export type CommandId =
  | 'show-extensions'
  | 'show-catalog'
  | 'show-updates'
  | 'show-host'
  | 'show-doctor'
  | 'show-history'
  | 'show-fleet'
  | 'show-build'
  | 'show-settings'
  | 'open-palette'
  | 'find-file'
  | 'filter'
  | 'reload'
  | 'install-file'
  | 'check-updates'
  | 'update-all'
  | 'look-over'
  | 'add-remote'
  | 'read-fleet'
  | 'add-fleet-hosts'
  | 'check-fleet-os'
  | 'merge'
  | 'refresh'
  | 'unmerge'
  | 'merge-force'
  | 'review'
  | 'apply'
  | 'discard'
  | 'undo'
  | 'open-sandbox'
  | 'leave-sandbox'
  | 'show-shortcuts'
  | 'about';

export const COMMANDS = [
  { id: 'show-extensions', label: 'Show extensions', keys: 'Ctrl+1' },
  { id: 'show-catalog', label: 'Show catalog', keys: 'Ctrl+2' },
  { id: 'show-updates', label: 'Show updates', keys: 'Ctrl+3' },
  { id: 'show-host', label: 'Show host', keys: 'Ctrl+4' },
  { id: 'show-doctor', label: 'Show doctor', keys: 'Ctrl+5' },
  { id: 'show-history', label: 'Show history', keys: 'Ctrl+6' },
  { id: 'show-fleet', label: 'Show fleet', keys: 'Ctrl+7' },
  { id: 'show-build', label: 'Show build', keys: 'Ctrl+8' },
  { id: 'show-settings', label: 'Show settings', keys: 'Ctrl+,' },
  { id: 'open-palette', label: 'Search or run a command', keys: 'Ctrl+K' },
  { id: 'filter', label: 'Filter extensions', keys: 'Ctrl+F' },
  { id: 'find-file', label: 'Find a file in all extensions', keys: 'Ctrl+Shift+F' },
  { id: 'reload', label: 'Read the host again', keys: 'Ctrl+Shift+R' },
  { id: 'install-file', label: 'Install an image file', keys: 'Ctrl+O' },
  { id: 'check-updates', label: 'Check for updates', keys: null },
  { id: 'update-all', label: 'Update all', keys: null },
  { id: 'look-over', label: 'Look again for what is wrong', keys: null },
  { id: 'add-remote', label: 'Add a remote', keys: null },
  { id: 'read-fleet', label: 'Read all hosts of the fleet', keys: null },
  { id: 'add-fleet-hosts', label: 'Add hosts to the fleet', keys: null },
  { id: 'check-fleet-os', label: 'Check the fleet for another OS release', keys: null },
  { id: 'merge', label: 'Merge', keys: null },
  { id: 'refresh', label: 'Re-merge', keys: null },
  { id: 'unmerge', label: 'Unmerge', keys: null },
  { id: 'merge-force', label: 'Re-merge without checking what fits', keys: null },
  { id: 'review', label: 'Review staged changes', keys: 'Ctrl+Shift+E' },
  { id: 'apply', label: 'Apply staged changes', keys: 'Ctrl+Enter' },
  { id: 'discard', label: 'Discard staged changes', keys: null },
  { id: 'undo', label: 'Undo the last change', keys: 'Ctrl+Z' },
  { id: 'open-sandbox', label: 'Open the sandbox', keys: null },
  { id: 'leave-sandbox', label: 'Leave the sandbox', keys: null },
  { id: 'show-shortcuts', label: 'Show keyboard shortcuts', keys: '?' },
  { id: 'about', label: 'About Veneer', keys: 'F1' },
] as const satisfies readonly Command[];

export function commandOf(id: CommandId): (typeof COMMANDS)[number] {
  const found = COMMANDS.find((command) => command.id === id);
  if (found === undefined) throw new Error(`the table has no command ${id}`);
  return found;
}
