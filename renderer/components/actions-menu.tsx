import { Ellipsis } from 'lucide-react';
import { Menu, MenuItem, MenuTrigger } from 'react-aria-components/Menu';
import { Button } from './button.tsx';
import './menu.css';
import { MenuPopover } from './menu-popover.tsx';
import { Name } from './name.tsx';

export interface MenuAction {
  readonly id: string;
  readonly label: string;
  readonly isDisabled?: boolean;
  /** Why it cannot be done, below the label; it is disabled then. */
  readonly reason?: string;
  run(): void;
}

/** The button with three dots, and what else can be done behind it. */
export function ActionsMenu({
  label,
  menuLabel = label,
  actions,
  look = 'plain',
  isDisabled = false,
}: {
  /** Of the button; read, not shown. */
  readonly label: string;
  readonly menuLabel?: string;
  readonly actions: readonly MenuAction[];
  readonly look?: 'plain' | 'quiet';
  readonly isDisabled?: boolean;
}) {
  return (
    <MenuTrigger>
      <Button look={look} isDisabled={isDisabled} aria-label={label}>
        <Ellipsis aria-hidden size={16} />
      </Button>
      <MenuPopover placement="bottom end">
        <ActionList label={menuLabel} actions={actions} />
      </MenuPopover>
    </MenuTrigger>
  );
}

/** The actions themselves, for whatever opens them. */
export function ActionList({
  label,
  actions,
  isFocused = false,
  onClose,
}: {
  readonly label: string;
  readonly actions: readonly MenuAction[];
  /** Whether the first one has the focus when it opens. */
  readonly isFocused?: boolean;
  readonly onClose?: () => void;
}) {
  return (
    <Menu
      className="menu"
      aria-label={label}
      items={actions}
      disabledKeys={actions.flatMap(({ id, isDisabled, reason }) =>
        isDisabled === true || reason !== undefined ? [id] : [],
      )}
      onAction={(id) => actions.find((one) => one.id === id)?.run()}
      {...(isFocused ? { autoFocus: 'first' as const } : {})}
      {...(onClose === undefined ? {} : { onClose })}
    >
      {({ id, label: text, reason }) => (
        <MenuItem id={id} className="menu-item" textValue={text}>
          <Name>{text}</Name>
          {reason === undefined ? null : <span className="menu-reason">{reason}</span>}
        </MenuItem>
      )}
    </Menu>
  );
}
