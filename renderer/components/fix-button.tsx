import { EMPTY_REQUEST } from '../../shared/changes/empty-request.ts';
import { isRename } from '../../shared/changes/rename.ts';
import { isRun } from '../../shared/changes/run-service.ts';
import { isSwitch, switchesOff, switchesOn } from '../../shared/changes/switch.ts';
import { t } from '../../shared/messages/translate.ts';
import type { Change } from '../../shared/model/change.ts';
import type { Fix } from '../../shared/model/diagnosis.ts';
import { inBackground } from '../state/in-background.ts';
import { useLookingOnly } from '../state/looking-only.ts';
import { useStore } from '../state/store.ts';
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
  const label = change === undefined ? hostLabel(fix) : labelOf(change);
  if (label === null) return null;
  const stageFix = () =>
    inBackground(change !== undefined && isSwitch(change) ? stage(change) : review({ ...EMPTY_REQUEST, ...fix }));
  return (
    <span className="fix-button">
      <ReasonedButton why={cannot} isBusy={isBusy} onPress={stageFix}>
        {label}
      </ReasonedButton>
    </span>
  );
}

const RUNS = {
  start: (unit: string) => t('Start {unit}', { unit }),
  stop: (unit: string) => t('Stop {unit}', { unit }),
  restart: (unit: string) => t('Restart {unit}', { unit }),
};

function labelOf(change: Change): string | null {
  const { name } = change;
  if (isRename(change)) return t('Rename to {name}…', { name: `${change.to}.raw` });
  if (isRun(change)) return RUNS[change.run](change.units.join(', '));
  if (switchesOff(change)) return t('Disable {name}', { name });
  return switchesOn(change) ? t('Enable {name}', { name }) : null;
}

/** Of what changes no extension. */
function hostLabel({ action, atBoot }: Fix): string | null {
  if (atBoot !== undefined) return t('Merge at every start…');
  if (action === 'merge') return t('Merge…');
  return action === 'refresh' ? t('Re-merge…') : null;
}
