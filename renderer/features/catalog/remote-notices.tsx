import { diagnoseRemote } from '../../../shared/diagnosis/diagnose-remote.ts';
import { say } from '../../../shared/messages/say.ts';
import { t } from '../../../shared/messages/translate.ts';
import type { RemoteState } from '../../../shared/model/catalog.ts';
import type { Diagnosis } from '../../../shared/model/diagnosis.ts';
import { knownAt, suitingFirst } from '../../../shared/remotes/known-remotes.ts';
import { runCommand } from '../../commands/run.ts';
import { Button } from '../../components/button.tsx';
import { NOTICE_KINDS } from '../../components/diagnosis-notice.tsx';
import { Name } from '../../components/name.tsx';
import { Notice } from '../../components/notice.tsx';
import { Line, Section } from '../../components/section.tsx';
import { formatTime } from '../../format.ts';
import { inBackground } from '../../state/in-background.ts';
import { useStore } from '../../state/store.ts';

/** What is wrong with remotes that are on: which, why, and what is shown of them. */
export function RemoteNotices({ remotes }: { readonly remotes: readonly RemoteState[] }) {
  const wrong = remotes
    .map((remote) => ({ remote, found: diagnoseRemote(remote) }))
    .filter(({ found }) => found.length > 0);
  if (wrong.length === 0) return null;
  return (
    <div className="catalog-notices">
      {wrong.map(({ remote, found }) => (
        <Notice key={remote.name} kind={NOTICE_KINDS[found[0]?.severity ?? 'note']} title={`${remote.name}:`}>
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

/** Where nothing is on yet: the known ones, each a switch away. */
export function NoRemotes({ remotes }: { readonly remotes: readonly RemoteState[] }) {
  const put = useStore((state) => state.putRemote);
  const osRelease = useStore((state) => state.snapshot?.host.osRelease);
  const fields = new Map(Object.entries(osRelease ?? {}));
  return (
    <div className="catalog-scroll">
      <div className="catalog-empty">
        <h2>{t('No remote is on')}</h2>
        <p className="muted">
          {t(
            'A remote is a folder on a server, or on a disk, that holds extensions. Veneer asks none before you turn it on, and runs none itself.',
          )}
        </p>
        <Section title={t('Known remotes')}>
          {suitingFirst(remotes, fields).map((remote) => (
            <Line
              key={remote.name}
              label={
                <>
                  <strong>
                    <Name>{remote.name}</Name>
                  </strong>
                  <br />
                  <span className="muted">
                    {knownAt(remote.url)?.suits(fields) === true ? `${t('Made for this system.')} ` : null}
                    {[remote.about, remote.runBy].flatMap((text) => (text === null ? [] : [say(text)])).join(' ')}{' '}
                    {remote.signs === false ? t('Its lists are not signed.') : null}
                  </span>
                </>
              }
            >
              <Button
                aria-label={t('Turn on {name}', { name: remote.name })}
                onPress={() => inBackground(put({ ...remote, enabled: true }, false))}
              >
                {t('Turn on')}
              </Button>
            </Line>
          ))}
        </Section>
        <p>
          <Button onPress={() => runCommand('add-remote')}>{t('Add a remote')}…</Button>
        </p>
      </div>
    </div>
  );
}
