import { ChevronDown } from 'lucide-react';
import { Button } from 'react-aria-components/Button';
import { MenuTrigger } from 'react-aria-components/Menu';
import { ChoiceList } from './choice-list.tsx';
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
      <ChoiceList
        label={label}
        choices={options.map(([id, title]) => ({ id, title }))}
        chosen={chosen}
        placement="bottom start"
        onChoose={(id) => onChoose(id as Id)}
      />
    </MenuTrigger>
  );
}
