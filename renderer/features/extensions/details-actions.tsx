import { Ellipsis } from 'lucide-react';
import { Menu, MenuItem, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { t } from '../../../shared/messages/translate.ts';
import { Button } from '../../components/button.tsx';
import { type RowAction, rowActions } from './row-actions.ts';
import type { Row } from './rows.ts';
import '../../components/menu.css';

/** So many stand as buttons of their own; the menu has the rest. */
const BUTTONS = 2;

/** What can be done about an extension: what helps most stands first and stands out. */
export function DetailsActions({ row }: { readonly row: Row }) {
  const actions = rowActions(row);
  const shown = actions.filter(({ isMinor }) => !isMinor).slice(0, BUTTONS);
  const rest = actions.filter((one) => !shown.includes(one));
  return (
    <div className="details-actions">
      {shown.map(({ id, label, isPrimary, run }) => (
        <Button key={id} look={isPrimary ? 'primary' : 'plain'} onPress={run}>
          {label}
        </Button>
      ))}
      {rest.length === 0 ? null : <MoreActions actions={rest} name={row.name} />}
    </div>
  );
}

function MoreActions({ actions, name }: { readonly actions: readonly RowAction[]; readonly name: string }) {
  return (
    <MenuTrigger>
      <Button aria-label={t('More actions')}>
        <Ellipsis aria-hidden size={16} />
      </Button>
      <Popover className="popover" placement="bottom end">
        <Menu
          className="menu"
          aria-label={t('Actions for {name}', { name })}
          items={actions}
          onAction={(id) => actions.find((one) => one.id === id)?.run()}
        >
          {({ id, label }) => (
            <MenuItem id={id} className="menu-item">
              {label}
            </MenuItem>
          )}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
