import { EMPTY_REQUEST } from '../../shared/changes/empty-request.ts';
import { say } from '../../shared/messages/say.ts';
import { counted, t } from '../../shared/messages/translate.ts';
import type { Fix } from '../../shared/model/diagnosis.ts';
import type { Plan } from '../../shared/model/plan.ts';
import { HIERARCHIES } from '../../shared/systemd/classes.ts';
import { Button } from '../components/button.tsx';
import { Choice } from '../components/choice.tsx';
import { DiagnosisNotice } from '../components/diagnosis-notice.tsx';
import { WhatItMeans } from '../components/finding-page.tsx';
import { Fold } from '../components/fold.tsx';
import { Modal } from '../components/modal.tsx';
import { Name } from '../components/name.tsx';
import { Notice } from '../components/notice.tsx';
import type { Proposal } from '../state/draft-slice.ts';
import { inBackground } from '../state/in-background.ts';
import { useStore } from '../state/store.ts';
import { Conflicts, Services, StoredVersions, TakesEffect } from './review/consequences.tsx';
import { Files } from './review/file-changes.tsx';
import { LayerDiff } from './review/layer-diff.tsx';
import { ReadOnlyEtc } from './review/read-only-etc.tsx';
import './review-dialog.css';

/** What would be done, before it is done. */
export function ReviewDialog() {
  const review = useStore((state) => state.review);
  const close = useStore((state) => state.closeReview);
  const apply = useStore((state) => state.apply);
  const running = useStore((state) => state.operation !== null);
  const isLookingOnly = useStore((state) => state.snapshot?.host.executor.kind === 'none');
  const plan = review?.plan ?? null;
  const agreed = plan === null || plan.movesAside.length === 0 || plan.request.allowMovingAside;
  const isPossible = plan !== null && plan.steps.length > 0 && plan.blockers.length === 0 && !isLookingOnly;
  return (
    <Modal
      title={plan === null ? t('Review') : say(plan.words.title)}
      isOpen={review !== null}
      onClose={close}
      actions={
        <>
          <Questions plan={plan} />
          <Button onPress={close}>{t('Cancel')}</Button>
          <Button
            look={plan?.words.destroys === true ? 'danger' : 'primary'}
            isDisabled={!isPossible || !agreed || running}
            onPress={() => plan !== null && inBackground(apply(plan.request, plan.revision))}
          >
            {plan === null ? t('Apply') : say(plan.words.button)}
          </Button>
        </>
      }
    >
      <LookingOnly />
      {review === null ? null : <Proposed review={review} />}
    </Modal>
  );
}

/** Why nothing can be changed here, before anything else. */
function LookingOnly() {
  const executor = useStore((state) => state.snapshot?.host.executor ?? null);
  if (executor?.kind !== 'none') return null;
  return (
    <Notice kind="warning" title={t('You can look, not change anything.')}>
      {say(executor.sentence)}
    </Notice>
  );
}

/** Who is asked, and how often. */
function Questions({ plan }: { readonly plan: Plan | null }) {
  const executor = useStore((state) => state.snapshot?.host.executor ?? null);
  if (executor === null || executor.kind === 'none') return null;
  const questions = plan?.questions ?? 0;
  return (
    <p className="review-questions muted">
      {questions === 0
        ? say(executor.sentence)
        : counted(questions, 'You are asked for permission once.', 'You are asked for permission {count} times.')}
    </p>
  );
}

function Proposed({ review: { plan, error } }: { readonly review: Proposal }) {
  if (plan === null)
    return (
      <div className="review">
        <Notice kind="bad">{error === null ? null : say(error.message)}</Notice>
      </div>
    );
  const readOnly = plan.warnings.find(({ id }) => id === ETC_READ_ONLY) ?? null;
  const [grave, other] = [
    plan.warnings.filter(({ severity }) => severity === 'danger'),
    plan.warnings.filter(({ severity, id }) => severity !== 'danger' && !SHOWN_OTHERWISE.has(id)),
  ];
  return (
    <div className="review">
      <Blockers plan={plan} />
      {grave.map((warning) => (
        <DiagnosisNotice key={warning.message.text} diagnosis={warning} button={null} />
      ))}
      <ReadOnlyEtc plan={plan} warning={readOnly} />
      <MoveAsideAgreement plan={plan} />
      {plan.steps.length === 0 ? <p>{t('Nothing would change.')}</p> : null}
      <LayerDiff plan={plan} />
      <Files plan={plan} />
      <StoredVersions plan={plan} />
      <Conflicts plan={plan} />
      <Services plan={plan} />
      <TakesEffect plan={plan} />
      {plan.asksToKeep ? (
        <p>
          {t('Afterwards you are asked whether to keep it. Without an answer, it goes back by itself after a minute.')}
        </p>
      ) : null}
      {other.map((warning) => (
        <DiagnosisNotice key={warning.message.text} diagnosis={warning} button={null} />
      ))}
      <Steps plan={plan} />
    </div>
  );
}

const ETC_READ_ONLY = 'etc-read-only';
/** Warnings that other parts of the dialog say more plainly. */
const SHOWN_OTHERWISE = new Set([ETC_READ_ONLY, 'also-merged']);

/** Call by call, for who wants to know; told at once where nothing of it shows in the hierarchies. */
function Steps({ plan: { steps, outcomes } }: { readonly plan: Plan }) {
  if (steps.length === 0) return null;
  const list = (
    <ol className="review-steps">
      {steps.map(({ sentence, verb, class: extensionClass }) => (
        <li key={`${verb}${extensionClass}${sentence.text}`}>{say(sentence)}</li>
      ))}
    </ol>
  );
  const isSeen = outcomes.some(({ before, after }) => before.join() !== after.join());
  return (
    <div className="review-how">
      {isSeen ? <Fold label={counted(steps.length, '{count} step', '{count} steps')}>{list}</Fold> : list}
    </div>
  );
}

function Blockers({ plan }: { readonly plan: Plan }) {
  const failures = useStore((state) => state.snapshot?.failures ?? null);
  return plan.blockers.map((blocker) => {
    const { subject, fix, id, message } = blocker;
    const button = fix === null ? null : <AmendButton plan={plan} fix={fix} />;
    const isShown =
      subject.kind === 'entry' &&
      failures?.some((one) => one.class === subject.class && one.path === subject.path) === true;
    if (!isShown)
      return <DiagnosisNotice key={message.text} diagnosis={blocker} lead={t('This cannot work.')} button={button} />;
    // Why it does so stands in the card above the list.
    return (
      <Notice key={message.text} kind="bad" title={t('This cannot work.')}>
        <Name>{t('{name} stops every merge.', { name: subject.path.slice(subject.path.lastIndexOf('/') + 1) })}</Name>{' '}
        {button}
        <WhatItMeans id={id} />
      </Notice>
    );
  });
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
  if (action === 'refresh') return t('Re-merge instead');
  if (action === 'unmerge')
    return t('Unmerge {paths} first', { paths: classes.flatMap((one) => HIERARCHIES[one]).join(', ') });
  return t('Disable {names} as well', { names: changes.map(({ name }) => name).join(', ') });
}

function MoveAsideAgreement({ plan }: { readonly plan: Plan }) {
  const amend = useStore((state) => state.amendReview);
  if (plan.movesAside.length === 0) return null;
  return (
    <Notice kind="warning" title={t('It cannot be disabled where it stands.')}>
      {t('{paths} would be moved to a folder beside it and kept there. Enabling it puts it back.', {
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
