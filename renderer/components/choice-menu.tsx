import { ChevronDown } from 'lucide-react';
import { Button } from 'react-aria-components/Button';
import { Menu, MenuItem, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import './menu.css';
import './one-of.css';

/** A choice of exactly one among more than fit side by side: a chip that shows what is chosen, and a menu. */
export function ChoiceMenu<Id extends string>({
  label,
  options,
  chosen,
  isPlain,
  onChoose,
}: {
  /** Is read before what is chosen, and not shown. */
  readonly label: string;
  readonly options: readonly (readonly [id: Id, label: string])[];
  readonly chosen: Id;
  /** Whether the choice is as good as none, and so is not marked. */
  readonly isPlain: boolean;
  readonly onChoose: (id: Id) => void;
}) {
  const shown = options.find(([id]) => id === chosen)?.[1] ?? '';
  return (
    <MenuTrigger>
      <Button className={isPlain ? 'chip chip-menu' : 'chip chip-menu chip-chosen'} aria-label={`${label}: ${shown}`}>
        {shown} <ChevronDown aria-hidden size={13} />
      </Button>
      <Popover className="popover" placement="bottom start">
        <Menu
          className="menu"
          aria-label={label}
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[chosen]}
          onSelectionChange={(keys) => {
            const [id] = keys === 'all' ? [] : [...keys];
            if (id !== undefined) onChoose(id as Id);
          }}
        >
          {options.map(([id, text]) => (
            <MenuItem key={id} id={id} className="menu-item" textValue={text}>
              {text}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
