import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { TextArea } from 'react-aria-components/TextArea';
import { TextField } from 'react-aria-components/TextField';
import './field.css';

interface Props {
  readonly label: string;
  readonly value: string;
  readonly placeholder?: string;
  /** Lines of a longer text; one without it. */
  readonly lines?: number;
  /** Whether it has the focus when it appears. */
  readonly autoFocus?: boolean;
  readonly onChange: (value: string) => void;
}

/** A text to fill in, with its label above. */
export function Field({ label, value, placeholder = '', lines, autoFocus = false, onChange }: Props) {
  return (
    <TextField className="field" autoFocus={autoFocus} value={value} onChange={onChange}>
      <Label className="muted">{label}</Label>
      {lines === undefined ? (
        <Input className="input" placeholder={placeholder} spellCheck={false} />
      ) : (
        <TextArea className="input mono" rows={lines} placeholder={placeholder} spellCheck={false} />
      )}
    </TextField>
  );
}
