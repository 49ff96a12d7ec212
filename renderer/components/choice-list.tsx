import { Menu, MenuItem } from 'react-aria-components/Menu';
import './choice-list.css';
import { MenuPopover } from './menu-popover.tsx';

export interface ListedChoice {
  readonly id: string;
  readonly title: string;
  /** What else is said of it, below. */
  readonly note?: string | null;
  readonly isDisabled?: boolean;
}

/** What a button inside of a `MenuTrigger` opens to choose exactly one: the chosen one has a tick. */
export function ChoiceList({
  label,
  choices,
  chosen,
  placement,
  onChoose,
}: {
  readonly label: string;
  readonly choices: readonly ListedChoice[];
  readonly chosen: string;
  readonly placement: 'bottom start' | 'bottom end' | 'top start';
  readonly onChoose: (id: string) => void;
}) {
  return (
    <MenuPopover placement={placement}>
      <Menu
        className="menu choice-list"
        aria-label={label}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[chosen]}
        disabledKeys={choices.flatMap(({ id, isDisabled }) => (isDisabled === true ? [id] : []))}
        onAction={(id) => onChoose(String(id))}
        items={choices}
      >
        {({ id, title, note = null }) => (
          <MenuItem id={id} className="menu-item" textValue={title}>
            {({ isSelected }) => (
              <>
                <span className="choice-words">
                  {title}
                  {note === null ? null : <span className="muted">{note}</span>}
                </span>
                {isSelected ? <span aria-hidden>✓</span> : null}
              </>
            )}
          </MenuItem>
        )}
      </Menu>
    </MenuPopover>
  );
}
