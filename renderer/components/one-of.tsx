import { ToggleButton } from 'react-aria-components/ToggleButton';
import { ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup';
import './one-of.css';

interface Props<Id extends string> {
  readonly label: string;
  readonly options: readonly (readonly [id: Id, label: string])[];
  readonly chosen: Id;
  readonly onChoose: (id: Id) => void;
  /** Side by side in a frame, as chips of their own, or as bare words. */
  readonly look: 'segments' | 'chips' | 'quiet';
}

const LOOKS = {
  segments: ['segments', 'segment'],
  chips: ['chips', 'chip'],
  quiet: ['chips chips-quiet', 'chip'],
} as const;

/** A choice of exactly one; its label is read, not shown. */
export function OneOf<Id extends string>({ label, options, chosen, onChoose, look }: Props<Id>) {
  const [group, button] = LOOKS[look];
  return (
    <ToggleButtonGroup
      aria-label={label}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[chosen]}
      onSelectionChange={([id]) => id !== undefined && onChoose(id as Id)}
      className={group}
    >
      {options.map(([id, text]) => (
        <ToggleButton key={id} id={id} className={button}>
          {text}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
