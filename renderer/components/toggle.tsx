import { Switch } from 'react-aria-components/Switch';
import './toggle.css';

interface Props {
  readonly label: string;
  readonly on: boolean;
  readonly isDisabled?: boolean;
  readonly onChange: (on: boolean) => void;
}

/** A switch; its label is read, not shown. */
export function Toggle({ label, on, isDisabled = false, onChange }: Props) {
  return (
    <Switch aria-label={label} isSelected={on} isDisabled={isDisabled} onChange={onChange} className="toggle">
      <span className="toggle-track">
        <span className="toggle-knob" />
      </span>
    </Switch>
  );
}
