import { Checkbox } from 'react-aria-components/Checkbox';
import './choice.css';

/** Something that a plan can do as well, or otherwise. */
export function Choice({
  label,
  on,
  onChange,
}: {
  readonly label: string;
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
}) {
  return (
    <Checkbox className="checkbox" isSelected={on} onChange={onChange}>
      <span className="checkbox-box" aria-hidden />
      {label}
    </Checkbox>
  );
}
