/** How a shortcut is shown to a person. */
import { t } from '../../shared/messages/translate.ts';

const NAMES = {
  Ctrl: 'Ctrl',
  Shift: 'Shift',
  Enter: 'Enter',
  Escape: 'Escape',
  Space: 'Space',
  Tab: 'Tab',
  'Arrow keys': 'Arrow keys',
  Alt: 'Alt',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  Home: 'Home',
  End: 'End',
  Click: 'Click',
  Menu: 'Menu',
  'A to Z': 'A to Z',
} as const;

/** `Ctrl+Shift+R` as its keys are labelled; null for no shortcut. */
export function keyName<Keys extends string | null>(keys: Keys): Keys extends null ? string | null : string {
  const shown = keys
    ?.split('+')
    .map((key) => (key in NAMES ? t(NAMES[key as keyof typeof NAMES]) : key.toUpperCase()))
    .join(' ');
  return (shown ?? null) as Keys extends null ? string | null : string;
}
