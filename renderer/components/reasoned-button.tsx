import { Button } from './button.tsx';

/** A button that says why it cannot be pressed. */
export function ReasonedButton({
  why,
  isBusy,
  look = 'plain',
  onPress,
  children,
}: {
  /** null where it can. */
  readonly why: string | null;
  /** Not now, for a reason that is seen elsewhere. */
  readonly isBusy: boolean;
  readonly look?: 'plain' | 'primary';
  readonly onPress: () => void;
  readonly children: React.ReactNode;
}) {
  return (
    <span title={why ?? undefined}>
      <Button look={look} isDisabled={why !== null || isBusy} onPress={onPress}>
        {children}
      </Button>
    </span>
  );
}
