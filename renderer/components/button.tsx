import { Button as AriaButton, type ButtonProps } from 'react-aria-components/Button';
import './button.css';

interface Props extends ButtonProps {
  readonly look?: 'plain' | 'primary' | 'danger' | 'quiet';
}

/** The one button of the window. */
export function Button({ look = 'plain', className: _, ...props }: Props) {
  return <AriaButton {...props} className={`button button-${look}`} />;
}
