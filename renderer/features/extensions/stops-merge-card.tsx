import { EMPTY_REQUEST } from '../../../shared/changes/empty-request.ts';
import { disableFix } from '../../../shared/diagnosis/disable-fix.ts';
import { say } from '../../../shared/messages/say.ts';
import { counted, t } from '../../../shared/messages/translate.ts';
import type { Diagnosis } from '../../../shared/model/diagnosis.ts';
import type { Snapshot } from '../../../shared/model/snapshot.ts';
import { Button } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { shownLocale } from '../../format.ts';
import { inBackground } from '../../state/in-background.ts';
import { useStore } from '../../state/store.ts';
import './notices.css';
import { Name } from '../../components/name.tsx';

/** More than these nobody reads at once; the list below has them all, first. */
const MOST = 4;

/**
 * All entries that end every merge, and the one plan that leaves them out: each alone would change nothing.
 *
 * @param failures of entries
 */
export function StopsMergeCard({
  failures,
  snapshot,
}: {
  readonly failures: readonly Diagnosis[];
  readonly snapshot: Snapshot;
}) {
  const review = useStore((state) => state.reviewRequest);
  const isBusy = useStore((state) => state.operation !== null || state.connection !== 'open');
  // The band says why nothing can be changed.
  const mayChange = snapshot.host.executor.kind !== 'none';
  const collator = new Intl.Collator(shownLocale(), { numeric: true });
  // By what is shown of them, whichever folder they are in.
  const sorted = [...failures].sort((a, b) => collator.compare(nameOf(a), nameOf(b)));
  const paths = failures.flatMap(({ subject }) => (subject.kind === 'entry' ? [subject] : []));
  // Of a misnamed image the diagnosis offers its right name.
  const changes = paths.flatMap(({ class: extensionClass, path }) => {
    const entry = snapshot.extensions.find((one) => one.class === extensionClass && one.path === path);
    return entry === undefined ? [] : (disableFix(entry)?.changes ?? []);
  });
  const classes = [...new Set(paths.map((one) => one.class))];
  const isMerged = snapshot.hierarchies.some((one) => one.merged && classes.includes(one.class));
  const canBeLeftOut = changes.length >= failures.length;
  const leaveOut = () =>
    inBackground(
      review({
        ...EMPTY_REQUEST,
        changes,
        classes,
        action: isMerged ? 'refresh' : 'merge',
        // Where it cannot be masked it is moved aside, which the review says before it is done.
        allowMovingAside: true,
      }),
    );
  return (
    <Notice
      kind="bad"
      title={counted(failures.length, '{count} file stops every merge', '{count} files stop every merge')}
    >
      <ul className="stops-list">
        {sorted.slice(0, MOST).map((failure) => (
          <li key={say(failure.message)}>
            <strong>
              <Name>{nameOf(failure)}</Name>
            </strong>{' '}
            <span>{say(failure.reason ?? failure.message)}</span>
          </li>
        ))}
        {failures.length > MOST ? <li>{t('and {count} more', { count: failures.length - MOST })}</li> : null}
      </ul>
      {canBeLeftOut ? (
        <Button look="primary" isDisabled={isBusy || !mayChange} onPress={leaveOut}>
          {failures.length > 2
            ? t('Leave all {count} out and merge…', { count: failures.length })
            : failures.length === 2
              ? t('Leave both out and merge…')
              : t('Leave it out and merge…')}
        </Button>
      ) : null}
    </Notice>
  );
}

const nameOf = ({ subject }: Diagnosis): string =>
  subject.kind === 'entry' ? subject.path.slice(subject.path.lastIndexOf('/') + 1) : '';
