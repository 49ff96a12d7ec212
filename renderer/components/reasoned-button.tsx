import { Button } from './button.tsx';

/** A button that says why it cannot be pressed. */
export function ReasonedButton({
  why,
  isBusy,
  look = 'plain',
  label,
  onPress,
  children,
}: {
  /** null where it can. */
  readonly why: string | null;
  /** Not now, for a reason that is seen elsewhere. */
  readonly isBusy: boolean;
  readonly look?: 'plain' | 'primary' | 'quiet';
  /** What it is called where its words alone would not tell it from others. */
  readonly label?: string;
  readonly onPress: () => void;
  readonly children: React.ReactNode;
}) {
  return (
    <span title={why ?? undefined}>
      <Button
        look={look}
        {...(label === undefined ? {} : { 'aria-label': label })}
        isDisabled={why !== null || isBusy}
        onPress={onPress}
      >
        {children}
      </Button>
    </span>
  );
}
