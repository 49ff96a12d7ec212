import { EMPTY_REQUEST } from '../../shared/changes/empty-request.ts';
import { isSwitch } from '../../shared/changes/switch.ts';
import type { Fix } from '../../shared/model/diagnosis.ts';
import { inBackground } from '../state/in-background.ts';
import { useLookingOnly } from '../state/looking-only.ts';
import { useStore } from '../state/store.ts';
import { nameOfFix, wordsOfFix } from './fix-words.ts';
import { ReasonedButton } from './reasoned-button.tsx';
import './fix-button.css';

/** What mends it, at a press: a switch is staged, anything else is shown as a plan first. Nothing where there is no fix. */
export function FixButton({ fix }: { readonly fix: Fix | null }) {
  const stage = useStore((state) => state.stage);
  const review = useStore((state) => state.reviewRequest);
  const cannot = useLookingOnly();
  const isBusy = useStore((state) => state.operation !== null);
  if (fix === null) return null;
  const [change] = fix.changes;
  const words = wordsOfFix(fix);
  if (words === null) return null;
  const stageFix = () =>
    inBackground(change !== undefined && isSwitch(change) ? stage(change) : review({ ...EMPTY_REQUEST, ...fix }));
  return (
    <span className="fix-button">
      <ReasonedButton why={cannot} isBusy={isBusy} label={nameOfFix(fix, words)} onPress={stageFix}>
        {words}
      </ReasonedButton>
    </span>
  );
}
