import { Switch } from 'react-aria-components/Switch';
import './toggle.css';
import { t } from '../../shared/messages/translate.ts';

interface Props {
  readonly label: string;
  readonly on: boolean;
  readonly isDisabled?: boolean;
  /** Drawn with a ring: switched but not applied. */
  readonly staged?: boolean;
  /** Drawn pale: on, but without effect. */
  readonly pale?: boolean;
  readonly onChange: (on: boolean) => void;
}

/** A switch; its label is read, not shown. */
export function Toggle({ label, on, staged = false, pale = false, isDisabled = false, onChange }: Props) {
  return (
    <Switch
      aria-label={staged ? t('{label}, staged', { label }) : label}
      isSelected={on}
      isDisabled={isDisabled}
      onChange={onChange}
      className={`toggle${staged ? ' toggle-staged' : ''}${pale ? ' toggle-pale' : ''}`}
    >
      <span className="toggle-track">
        <span className="toggle-knob" />
      </span>
    </Switch>
  );
}
