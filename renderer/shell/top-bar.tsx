import { Ellipsis, Search } from 'lucide-react';
import { Menu, MenuItem, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { type CommandId, commandOf } from '../../shared/commands.ts';
import type { Hierarchy } from '../../shared/model/host.ts';
import { obstacle, runCommand } from '../commands/run.ts';
import { Button } from '../components/button.tsx';
import { formatTime } from '../format.ts';
import { useStore } from '../state/store.ts';
import type { ViewName } from '../state/view-slice.ts';
import './top-bar.css';

const TITLES: Readonly<Record<ViewName, string>> = {
  extensions: 'Extensions',
  host: 'Host',
  history: 'History',
  settings: 'Settings',
};
const MENU = ['install-file', 'unmerge', 'merge-force', 'reload'] as const;
const NONE: readonly Hierarchy[] = [];

/** The view's name, what is merged, the search, and the main action. */
export function TopBar() {
  const view = useStore((state) => state.view);
  const hierarchies = useStore((state) => state.snapshot?.hierarchies ?? NONE);
  const merged = hierarchies.some((one) => one.merged);
  const main: CommandId = merged ? 'refresh' : 'merge';
  const blocked = useStore((state) => obstacle(main, state) !== null);
  const blockedMenu = useStore((state) => MENU.filter((id) => obstacle(id, state) !== null).join(' '));
  return (
    <header className="top">
      <h1 className="top-title">{TITLES[view]}</h1>
      <MergeState hierarchies={hierarchies} />
      <Button aria-label="Search or run a command Ctrl K" onPress={() => runCommand('open-palette')}>
        <Search aria-hidden size={14} />
        <span className="top-search-text">Search or run a command</span> <kbd className="kbd">Ctrl K</kbd>
      </Button>
      <Button isDisabled={blocked} onPress={() => runCommand(main)}>
        {commandOf(main).label}
      </Button>
      <MenuTrigger>
        <Button look="quiet" aria-label="More actions">
          <Ellipsis aria-hidden size={16} />
        </Button>
        <Popover className="popover" placement="bottom end">
          <Menu
            className="menu"
            disabledKeys={blockedMenu.split(' ')}
            onAction={(id) => runCommand(id as CommandId)}
            items={MENU.map(commandOf)}
          >
            {({ id, label }) => (
              <MenuItem id={id} className="menu-item">
                {label}
              </MenuItem>
            )}
          </Menu>
        </Popover>
      </MenuTrigger>
    </header>
  );
}

function MergeState({ hierarchies }: { readonly hierarchies: readonly Hierarchy[] }) {
  const merged = hierarchies.filter((one) => one.merged);
  const [first] = merged;
  if (hierarchies.length === 0) return <span className="top-state" />;
  if (first === undefined) {
    return (
      <span className="top-state muted">
        <span className="dot" aria-hidden /> {hierarchies.map(({ path }) => path).join(', ')} not merged
      </span>
    );
  }
  const count = new Set(merged.flatMap((one) => one.extensions)).size;
  const since = first.since === null ? '' : ` · since ${formatTime(first.since)}`;
  return (
    <span className="top-state muted">
      <span className="dot dot-on" aria-hidden /> {merged.map(({ path }) => path).join(', ')} merged · {count} active
      {since}
    </span>
  );
}
