import { isInstall } from '../../../shared/changes/install.ts';
import { say } from '../../../shared/messages/say.ts';
import { t } from '../../../shared/messages/translate.ts';
import type { Change } from '../../../shared/model/change.ts';
import type { Plan } from '../../../shared/model/plan.ts';
import { FileChangeList } from '../../components/file-change-list.tsx';
import { Fold } from '../../components/fold.tsx';
import { useCall } from '../../components/use-call.ts';
import { useStore } from '../../state/store.ts';
import { Part } from './consequences.tsx';

/** What of the files becomes another one, of each extension whose image is here to be compared. */
export function Files({ plan: { request, revision } }: { readonly plan: Plan }) {
  const extensions = useStore((state) => state.snapshot?.extensions);
  const changes = request.changes.filter(
    (change) =>
      isInstall(change) &&
      extensions?.some((one) => one.class === change.class && one.name === change.name && one.listed && !one.masks),
  );
  const [only, ...others] = changes;
  if (only === undefined) return null;
  return (
    <Part title={t('Files')}>
      {others.length === 0 ? (
        <Compared change={only} revision={revision} />
      ) : (
        changes.map((change) => (
          <div key={`${change.class}/${change.name}`}>
            <Fold label={change.name}>
              <Compared change={change} revision={revision} />
            </Fold>
          </div>
        ))
      )}
    </Part>
  );
}

function Compared({ change, revision }: { readonly change: Change; readonly revision: string }) {
  const { value, problem, isWaiting } = useCall(`${revision} ${JSON.stringify(change)}`, (client, { host }) =>
    client.plan.fileChanges({ host, change }),
  );
  if (isWaiting) return <p className="muted">{t('Comparing the files…')}</p>;
  if (value !== null) return <FileChangeList changes={value} />;
  return <p className="muted">{problem === null ? t('not known') : say(problem)}</p>;
}
