import { Checkbox } from 'react-aria-components/Checkbox';
import type { Plan } from '../../shared/model/plan.ts';
import { Button } from '../components/button.tsx';
import { Modal } from '../components/modal.tsx';
import { Notice } from '../components/notice.tsx';
import { Section } from '../components/section.tsx';
import type { Proposal } from '../state/draft-slice.ts';
import { useStore } from '../state/store.ts';
import './review-dialog.css';

/** What would be done, before it is done. */
export function ReviewDialog() {
  const review = useStore((state) => state.review);
  const close = useStore((state) => state.closeReview);
  const apply = useStore((state) => state.apply);
  const running = useStore((state) => state.operation !== null);
  const executor = useStore((state) => state.snapshot?.host.executor.sentence ?? '');
  const plan = review?.plan ?? null;
  const agreed = plan === null || plan.setsAside.length === 0 || plan.request.allowSetAside;
  const ready = plan !== null && plan.steps.length > 0 && plan.blockers.length === 0 && agreed && !running;
  return (
    <Modal
      title="Review"
      isOpen={review !== null}
      onClose={close}
      actions={
        <>
          <Button onPress={close}>Cancel</Button>
          <Button
            look="primary"
            isDisabled={!ready}
            onPress={() => plan !== null && void apply(plan.request, plan.basis)}
          >
            Apply
          </Button>
        </>
      }
    >
      {review === null ? null : <Proposed review={review} />}
      <p className="muted">{executor}</p>
    </Modal>
  );
}

function Proposed({ review: { plan, error } }: { readonly review: Proposal }) {
  if (plan === null) return <Notice kind="bad">{error?.message}</Notice>;
  return (
    <>
      <Blockers plan={plan} />
      {plan.warnings.map((warning) => (
        <Notice key={warning} kind="warning">
          {warning}
        </Notice>
      ))}
      <SetAsideAgreement plan={plan} />
      <Section title="Steps">
        <ol className="review-steps">
          {plan.steps.map(({ sentence, verb, class: extensionClass }) => (
            <li key={`${verb}${extensionClass}${sentence}`}>{sentence}</li>
          ))}
        </ol>
      </Section>
      {plan.outcomes.map(({ class: extensionClass, before, after, uncertain }) => (
        <Section
          key={extensionClass}
          title={extensionClass === 'sysext' ? 'Layers of /usr and /opt' : 'Layers of /etc'}
        >
          <LayerChanges before={before} after={after} uncertain={uncertain} />
        </Section>
      ))}
      <Services plan={plan} />
    </>
  );
}

/** What comes and goes, and what can be done for it where systemd does nothing. */
function Services({ plan: { unitsGained, unitsLost, offers, request } }: { readonly plan: Plan }) {
  const amend = useStore((state) => state.amendReview);
  if (unitsGained.length + unitsLost.length === 0) return null;
  return (
    <Section title="Services">
      {unitsGained.length === 0 ? null : <p>Come: {unitsGained.join(', ')}</p>}
      {offers.start ? (
        <Choice
          label="Start what they hook into the usual targets; systemd does not do it by itself here"
          on={request.startServices}
          onChange={(startServices) => void amend({ startServices })}
        />
      ) : null}
      {unitsLost.length === 0 ? null : (
        <p>Go: {unitsLost.join(', ')}. Those that run go on running until they are stopped.</p>
      )}
      {offers.stop.length === 0 ? null : (
        <Choice
          label={`Stop ${offers.stop.join(', ')}`}
          on={request.stopServices}
          onChange={(stopServices) => void amend({ stopServices })}
        />
      )}
    </Section>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
}

function Choice({ label, on, onChange }: ChoiceProps) {
  return (
    <Checkbox className="checkbox" isSelected={on} onChange={onChange}>
      <span className="checkbox-box" aria-hidden />
      {label}
    </Checkbox>
  );
}

function Blockers({ plan }: { readonly plan: Plan }) {
  const amend = useStore((state) => state.amendReview);
  return plan.blockers.map(({ message, nextStep, fix }) => (
    <Notice key={message} kind="bad" title="This cannot work.">
      {message} {nextStep}
      {fix.length === 0 ? null : (
        <div className="review-fix">
          <Button onPress={() => void amend({ changes: [...plan.request.changes, ...fix] })}>
            Mask {fix.map(({ name }) => name).join(', ')} as well
          </Button>
        </div>
      )}
    </Notice>
  ));
}

function SetAsideAgreement({ plan }: { readonly plan: Plan }) {
  const amend = useStore((state) => state.amendReview);
  if (plan.setsAside.length === 0) return null;
  return (
    <Notice kind="warning" title="It cannot be masked where it stands.">
      {plan.setsAside.join(', ')} would be moved to a folder beside it and kept there. Switching it on puts it back.
      <Choice
        label="Move it aside"
        on={plan.request.allowSetAside}
        onChange={(agreed) => void amend({ allowSetAside: agreed })}
      />
    </Notice>
  );
}

function LayerChanges({
  before,
  after,
  uncertain,
}: {
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly uncertain: readonly string[];
}) {
  const names = [...new Set([...after, ...uncertain, ...before])];
  if (names.length === 0) return <p className="muted">Nothing is or will be merged.</p>;
  return (
    <ul className="review-layers">
      {[...names].reverse().map((name) => {
        const word = uncertain.includes(name)
          ? 'unknown'
          : !after.includes(name)
            ? 'goes'
            : before.includes(name)
              ? 'stays'
              : 'comes';
        return (
          <li key={name}>
            <span>{name}</span>
            <span className={word === 'goes' ? 'bad' : word === 'comes' ? 'good' : 'muted'}>{word}</span>
          </li>
        );
      })}
    </ul>
  );
}
