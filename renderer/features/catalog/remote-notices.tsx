import { diagnoseRemote } from '../../../shared/diagnosis/diagnose-remote.ts';
import { say } from '../../../shared/messages/say.ts';
import { t } from '../../../shared/messages/translate.ts';
import type { RemoteState } from '../../../shared/model/catalog.ts';
import type { Diagnosis } from '../../../shared/model/diagnosis.ts';
import { NOTICE_KINDS } from '../../components/diagnosis-notice.tsx';
import { Notice } from '../../components/notice.tsx';
import { formatTime } from '../../format.ts';

/** What is wrong with remotes that are on: which, why, and what is shown of them. */
export function RemoteNotices({ remotes }: { readonly remotes: readonly RemoteState[] }) {
  const wrong = remotes
    .map((remote) => ({ remote, found: diagnoseRemote(remote) }))
    .filter(({ found }) => found.length > 0);
  if (wrong.length === 0) return null;
  return (
    <div className="catalog-notices">
      {wrong.map(({ remote, found }) => (
        <Notice key={remote.name} kind={NOTICE_KINDS[found[0]?.severity ?? 'note']} title={remote.name}>
          {found.map((one) => sentenceOf(one, remote)).join(' ')}
        </Notice>
      ))}
    </div>
  );
}

/** Of a remote that cannot be reached, what is shown of it tells more than what to do. */
function sentenceOf({ message, nextStep }: Diagnosis, { status, checkedAt }: RemoteState): string {
  const isOld = nextStep !== null && status === 'offline' && checkedAt !== null;
  const more = isOld ? t('Shown is what it had at {time}.', { time: formatTime(checkedAt) }) : nextStep;
  return [say(message), ...(more === null ? [] : [typeof more === 'string' ? more : say(more)])].join(' ');
}
