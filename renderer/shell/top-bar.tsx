import { Ellipsis, Search } from 'lucide-react';
import { Menu, MenuItem, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import type { Hierarchy } from '../../shared/model/host.ts';
import { type CommandId, commandOf } from '../../shared/window/commands.ts';
import { keyName } from '../commands/keys.ts';
import { obstacleTo, runCommand } from '../commands/run.ts';
import { Button } from '../components/button.tsx';
import { formatTime } from '../format.ts';
import { useStore } from '../state/store.ts';
import type { ViewName } from '../state/view-slice.ts';
import './top-bar.css';
import { t } from '../../shared/messages/translate.ts';

const TITLES = {
  extensions: 'Extensions',
  catalog: 'Catalog',
  updates: 'Updates',
  host: 'Host',
  history: 'History',
  settings: 'Settings',
} as const satisfies Readonly<Record<ViewName, string>>;
const MENU = ['install-file', 'unmerge', 'merge-force', 'reload'] as const;
const NONE: readonly Hierarchy[] = [];

/** The view's name, what is merged, the search, and the main action. */
export function TopBar() {
  const view = useStore((state) => state.view);
  const hierarchies = useStore((state) => state.snapshot?.hierarchies ?? NONE);
  const merged = hierarchies.some((one) => one.merged);
  const main: CommandId = merged ? 'refresh' : 'merge';
  const blocked = useStore((state) => obstacleTo(main, state) !== null);
  const blockedMenu = useStore((state) => MENU.filter((id) => obstacleTo(id, state) !== null).join(' '));
  return (
    <header className="top">
      <h1 className="top-title">{t(TITLES[view])}</h1>
      <MergeState hierarchies={hierarchies} />
      <Button
        aria-label={`${t('Search or run a command')} ${keyName('Ctrl+K')}`}
        onPress={() => runCommand('open-palette')}
      >
        <Search aria-hidden size={14} />
        <span className="top-search-text">{t('Search or run a command')}</span>{' '}
        <kbd className="kbd">{keyName('Ctrl+K')}</kbd>
      </Button>
      <Button isDisabled={blocked} onPress={() => runCommand(main)}>
        {t(commandOf(main).label)}
      </Button>
      <MenuTrigger>
        <Button look="quiet" aria-label={t('More actions')}>
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
                {t(label)}
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
        <span className="dot" aria-hidden />{' '}
        {t('{paths} not merged', { paths: hierarchies.map(({ path }) => path).join(', ') })}
      </span>
    );
  }
  const count = new Set(merged.flatMap((one) => one.extensions)).size;
  const parts = [
    t('{paths} merged', { paths: merged.map(({ path }) => path).join(', ') }),
    t('{count} active', { count }),
    first.since === null ? null : t('since {time}', { time: formatTime(first.since) }),
  ];
  return (
    <span className="top-state muted">
      <span className="dot dot-on" aria-hidden /> {parts.filter((part) => part !== null).join(' · ')}
    </span>
  );
}
