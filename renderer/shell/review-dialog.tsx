import { Checkbox } from 'react-aria-components/Checkbox';
import { EMPTY_REQUEST } from '../../shared/changes/empty-request.ts';
import type { Fix } from '../../shared/model/diagnosis.ts';
import type { Plan } from '../../shared/model/plan.ts';
import { HIERARCHIES } from '../../shared/systemd/classes.ts';
import { Button } from '../components/button.tsx';
import { DiagnosisNotice } from '../components/diagnosis-notice.tsx';
import { Modal } from '../components/modal.tsx';
import { Notice } from '../components/notice.tsx';
import { Section } from '../components/section.tsx';
import { ServiceEffects } from '../components/service-effects.tsx';
import type { Proposal } from '../state/draft-slice.ts';
import { inBackground } from '../state/in-background.ts';
import { useStore } from '../state/store.ts';
import './review-dialog.css';
import { say } from '../../shared/messages/say.ts';
import { t } from '../../shared/messages/translate.ts';
import { Name } from '../components/name.tsx';

/** What would be done, before it is done. */
export function ReviewDialog() {
  const review = useStore((state) => state.review);
  const close = useStore((state) => state.closeReview);
  const apply = useStore((state) => state.apply);
  const running = useStore((state) => state.operation !== null);
  const executor = useStore((state) => state.snapshot?.host.executor.sentence ?? '');
  const plan = review?.plan ?? null;
  const agreed = plan === null || plan.movesAside.length === 0 || plan.request.allowMovingAside;
  const ready = plan !== null && plan.steps.length > 0 && plan.blockers.length === 0 && agreed && !running;
  return (
    <Modal
      title={t('Review')}
      isOpen={review !== null}
      onClose={close}
      actions={
        <>
          <Button onPress={close}>{t('Cancel')}</Button>
          <Button
            look="primary"
            isDisabled={!ready}
            onPress={() => plan !== null && inBackground(apply(plan.request, plan.revision))}
          >
            {t('Apply')}
          </Button>
        </>
      }
    >
      {review === null ? null : <Proposed review={review} />}
      <p className="muted">{say(executor)}</p>
    </Modal>
  );
}

function Proposed({ review: { plan, error } }: { readonly review: Proposal }) {
  if (plan === null) return <Notice kind="bad">{error === null ? null : say(error.message)}</Notice>;
  return (
    <>
      <Blockers plan={plan} />
      {plan.warnings.map((warning) => (
        <DiagnosisNotice key={warning.message.text} diagnosis={warning} button={null} />
      ))}
      <MoveAsideAgreement plan={plan} />
      <Section title={t('Steps')}>
        <ol className="review-steps">
          {plan.steps.map(({ sentence, verb, class: extensionClass }) => (
            <li key={`${verb}${extensionClass}${sentence.text}`}>{say(sentence)}</li>
          ))}
        </ol>
      </Section>
      {plan.outcomes.map(({ class: extensionClass, before, after, uncertain }) => (
        <Section
          key={extensionClass}
          title={extensionClass === 'sysext' ? t('Layers of /usr and /opt') : t('Layers of /etc')}
        >
          <LayerChanges before={before} after={after} uncertain={uncertain} />
        </Section>
      ))}
      <Services plan={plan} />
    </>
  );
}

/** What comes and goes, and what can be done for it where systemd does nothing. */
function Services({ plan: { services, unitsGained, unitsLost, offers, request } }: { readonly plan: Plan }) {
  const amend = useStore((state) => state.amendReview);
  if (services.length + unitsGained.length + unitsLost.length === 0) return null;
  return (
    <Section title={t('Services')}>
      <ServiceEffects effects={services} />
      {services.length > 0 || unitsGained.length === 0 ? null : (
        <p>{t('Come: {units}', { units: unitsGained.join(', ') })}</p>
      )}
      {offers.start ? (
        <Choice
          label={t('Start what they hook into the usual targets; systemd does not do it by itself here')}
          on={request.startServices}
          onChange={(startServices) => inBackground(amend({ startServices }))}
        />
      ) : null}
      {services.length > 0 || unitsLost.length === 0 ? null : (
        <p>{t('Go: {units}. Those that run go on running until they are stopped.', { units: unitsLost.join(', ') })}</p>
      )}
      {offers.stop.length === 0 ? null : (
        <Choice
          label={t('Stop {units}', { units: offers.stop.join(', ') })}
          on={request.stopServices}
          onChange={(stopServices) => inBackground(amend({ stopServices }))}
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
  return plan.blockers.map((blocker) => (
    <DiagnosisNotice
      key={blocker.message.text}
      diagnosis={blocker}
      lead={t('This cannot work.')}
      button={blocker.fix === null ? null : <AmendButton plan={plan} fix={blocker.fix} />}
    />
  ));
}

/** Adds changes to what is reviewed; where another merge is wanted, that is reviewed instead. */
function AmendButton({ plan: { request }, fix }: { readonly plan: Plan; readonly fix: Fix }) {
  const amend = useStore((state) => state.amendReview);
  const review = useStore((state) => state.reviewRequest);
  const { force, mutable } = request;
  const isMerge = fix.action !== 'none' && fix.action !== 'auto';
  const applyFix = () =>
    isMerge
      ? review({ ...EMPTY_REQUEST, ...fix, force, mutable })
      : amend({ changes: [...request.changes, ...fix.changes] });
  return (
    <div className="review-fix">
      <Button onPress={() => inBackground(applyFix())}>{labelOf(fix)}</Button>
    </div>
  );
}

function labelOf({ action, changes, classes }: Fix): string {
  if (action === 'refresh') return t('Refresh instead');
  if (action === 'unmerge')
    return t('Unmerge {paths} first', { paths: classes.flatMap((one) => HIERARCHIES[one]).join(', ') });
  return t('Mask {names} as well', { names: changes.map(({ name }) => name).join(', ') });
}

function MoveAsideAgreement({ plan }: { readonly plan: Plan }) {
  const amend = useStore((state) => state.amendReview);
  if (plan.movesAside.length === 0) return null;
  return (
    <Notice kind="warning" title={t('It cannot be masked where it stands.')}>
      {t('{paths} would be moved to a folder beside it and kept there. Switching it on puts it back.', {
        paths: plan.movesAside.join(', '),
      })}
      <Choice
        label={t('Move it aside')}
        on={plan.request.allowMovingAside}
        onChange={(agreed) => inBackground(amend({ allowMovingAside: agreed }))}
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
  if (names.length === 0) return <p className="muted">{t('Nothing is or will be merged.')}</p>;
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
            <span>
              <Name>{name}</Name>
            </span>
            <span className={word === 'goes' ? 'bad' : word === 'comes' ? 'good' : 'muted'}>{t(word)}</span>
          </li>
        );
      })}
    </ul>
  );
}
