import { say } from '../../../shared/messages/say.ts';
import { t } from '../../../shared/messages/translate.ts';
import type { HostDetails } from '../../../shared/model/host-details.ts';
import type { Snapshot } from '../../../shared/model/snapshot.ts';
import { FixButton } from '../../components/fix-button.tsx';
import { Notice } from '../../components/notice.tsx';

/** What is merged, and nobody merges again at the next start. */
export function BootNotice({
  snapshot,
  details,
}: {
  readonly snapshot: Snapshot;
  readonly details: Pick<HostDetails, 'lacks'> | null;
}) {
  const merged = snapshot.hierarchies.filter((one) => one.merged).map((one) => one.class);
  const lost = details?.lacks.find(
    ({ id, subject }) => id === 'not-merged-at-boot' && subject.kind === 'class' && merged.includes(subject.class),
  );
  if (lost === undefined) return null;
  return (
    <Notice kind="warning" title={t('This lasts until the next restart')}>
      <p>{say(lost.message)}</p>
      <FixButton fix={lost.fix} />
    </Notice>
  );
}
