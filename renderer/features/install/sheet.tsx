import { say } from '../../../shared/messages/say.ts';
import { counted, t } from '../../../shared/messages/translate.ts';
import type { InspectedImage } from '../../../shared/model/inspected-image.ts';
import { Button } from '../../components/button.tsx';
import { Modal } from '../../components/modal.tsx';
import { Notice } from '../../components/notice.tsx';
import { ReasonedButton } from '../../components/reasoned-button.tsx';
import { StepProgress } from '../../components/step-progress.tsx';
import { Tile } from '../../components/tile.tsx';
import { formatBytes } from '../../format.ts';
import { type Arrival, installableOf, isImage, isRepeated } from '../../state/arrivals.ts';
import { inBackground } from '../../state/in-background.ts';
import { useLookingOnly } from '../../state/looking-only.ts';
import { useStore } from '../../state/store.ts';
import { ArrivalCard } from './arrival-card.tsx';
import { NothingYet } from './nothing-yet.tsx';
import { PlanNotes } from './plan-notes.tsx';
import { SheetChoices } from './sheet-choices.tsx';
import { useInstallPlan } from './use-install-plan.ts';
import './sheet.css';

const isBusy = ({ status }: Arrival) => status === 'waiting' || status === 'sending' || status === 'looking';

/** Where every file that is to be installed comes together: looked at first, asked about once, installed in one go. */
export function InstallSheet() {
  const arrivals = useStore((state) => state.arrivals);
  const isOpen = useStore((state) => state.installOpen || state.arrivals.length > 0);
  const close = useStore((state) => state.closeInstall);
  const running = useStore((state) => state.operation !== null);
  const installable = installableOf(arrivals);
  const plan = useInstallPlan(arrivals.some(isBusy) ? [] : installable);
  const only = arrivals.length === 1 ? (arrivals[0]?.examined?.inspected ?? null) : null;
  const shown = only !== null && isImage(only) ? only : null;
  return (
    <Modal
      title={titleOf(arrivals, installable)}
      sign={shown === null ? null : <Tile name={shown.name} class={shown.class} size={44} />}
      subtitle={shown === null ? null : subtitleOf(shown)}
      isOpen={isOpen}
      // What runs is stopped by its own button; a click beside the sheet must not lose the files.
      onClose={running ? () => {} : close}
      isDismissable={arrivals.length === 0}
      actions={running ? <Running /> : <Choices arrivals={arrivals} onCancel={close} />}
    >
      {arrivals.length === 0 ? <NothingYet /> : null}
      {arrivals.map((arrival) => (
        <ArrivalCard
          key={arrival.key}
          arrival={arrival}
          isAlone={arrivals.length === 1}
          isRepeated={isRepeated(arrivals, arrival)}
        />
      ))}
      {installable.length === 0 ? null : <SheetChoices arrivals={arrivals} offers={plan?.offers ?? null} />}
      <PlanNotes plan={plan} />
      <Failure />
    </Modal>
  );
}

const subtitleOf = ({ description, size }: InspectedImage): string =>
  [description, formatBytes(size)].filter((part) => part !== null).join(' · ');

function titleOf(arrivals: readonly Arrival[], installable: readonly InspectedImage[]): string {
  const [only] = arrivals;
  if (only === undefined) return t('Install extensions');
  if (arrivals.length > 1) {
    const all = counted(arrivals.length, 'Install {count} file?', 'Install {count} files?');
    if (arrivals.some(isBusy) || installable.length === arrivals.length) return all;
    if (installable.length === 0) return t('None of {count} files can be installed', { count: arrivals.length });
    return t('Install {count} of {all} files?', { count: installable.length, all: arrivals.length });
  }
  const inspected = installable[0];
  if (inspected === undefined) return only.label;
  return t('Install {name} {version}?', { name: inspected.name, version: inspected.version });
}

function Choices({ arrivals, onCancel }: { readonly arrivals: readonly Arrival[]; readonly onCancel: () => void }) {
  const lookingOnly = useLookingOnly();
  const install = useStore((state) => state.install);
  const count = installableOf(arrivals).length;
  const isAnyBusy = arrivals.some(isBusy);
  const ready = count > 0 && !isAnyBusy;
  const isOver = count === 0 && arrivals.length > 0 && !isAnyBusy;
  return (
    <>
      <Button onPress={onCancel}>{isOver ? t('Close') : t('Cancel')}</Button>
      {arrivals.length === 0 || isOver ? null : (
        <ReasonedButton look="primary" why={lookingOnly} isBusy={!ready} onPress={() => inBackground(install())}>
          {count > 0 && count < arrivals.length ? t('Install {count}', { count }) : t('Install')}
        </ReasonedButton>
      )}
    </>
  );
}

function Running() {
  const operation = useStore((state) => state.operation);
  const cancel = useStore((state) => state.cancel);
  if (operation === null) return null;
  return (
    <>
      <div className="sheet-running" aria-live="polite">
        <StepProgress operation={operation} />
      </div>
      <Button onPress={() => inBackground(cancel())}>{t('Stop after this step')}</Button>
    </>
  );
}

/** Why the last try did not work; the files are still here. */
function Failure() {
  const error = useStore((state) => state.problem ?? state.ended?.error ?? null);
  if (error === null) return null;
  return (
    <div role="alert" className="sheet-failure">
      <Notice kind="bad" title={t('It was not installed.')}>
        {say(error.message)} {error.nextStep === null ? null : say(error.nextStep)}
      </Notice>
    </div>
  );
}
