import { say } from '../../shared/messages/say.ts';
import { t } from '../../shared/messages/translate.ts';
import type { Operation } from '../../shared/model/operation.ts';
import { formatPart } from '../format.ts';
import './step-progress.css';

/** Which step runs, of how many, and how far it is. */
export function StepProgress({ operation: { steps } }: { readonly operation: Operation }) {
  const step = steps.find(({ status }) => status === 'running') ?? steps.at(-1);
  const done = steps.filter(({ status }) => status === 'done').length;
  return (
    <div className="step-progress">
      <strong>
        {t('Applying, step {step} of {steps}', { step: Math.min(done + 1, steps.length), steps: steps.length })}
      </strong>
      <span className="muted">
        {step === undefined ? null : say(step.sentence)}
        {step?.progress == null ? '' : ` · ${formatPart(step.progress)}`}
      </span>
    </div>
  );
}
