import { Check, X } from 'lucide-react';
import { useEffect } from 'react';
import { say } from '../../../shared/messages/say.ts';
import { t } from '../../../shared/messages/translate.ts';
import type { RemoteState } from '../../../shared/model/catalog.ts';
import type { Snapshot } from '../../../shared/model/snapshot.ts';
import { knownAt, suitingFirst } from '../../../shared/remotes/known-remotes.ts';
import { runCommand } from '../../commands/run.ts';
import { Button } from '../../components/button.tsx';
import { inBackground } from '../../state/in-background.ts';
import { store, useStore } from '../../state/store.ts';
import type { Group } from './groups.ts';
import './first-steps.css';

/** Three steps for who never merged anything, with a tick at what is done; gone for good once all are, or when it is closed. */
export function FirstSteps({ snapshot, groups }: { readonly snapshot: Snapshot; readonly groups: readonly Group[] }) {
  const how = useStore((state) => state.settings.firstSteps);
  const change = useStore((state) => state.changeSettings);
  const isLooking = useStore((state) => state.selected.length === 1);
  const { host, extensions, hierarchies } = snapshot;
  const found = extensions.some(({ masks }) => !masks);
  const merged = hierarchies.some((one) => one.merged);
  useEffect(() => {
    // Who merges knows the rest.
    if (merged && how !== 'closed') inBackground(change({ firstSteps: 'closed' }));
    else if (isLooking && how === 'open') inBackground(change({ firstSteps: 'looked' }));
  }, [merged, isLooking, how, change]);
  // The sandbox has samples and says what they are for; and where nothing can be changed no step leads anywhere.
  if (how === 'closed' || merged || host.sandbox || host.executor.kind === 'none') return null;
  const first = groups.flatMap(({ rows }) => rows)[0];
  const see = () => store.getState().setView({ selected: first === undefined ? [] : [first.key] });
  return (
    <section className="first-steps" aria-label={t('First steps')}>
      <ol className="first-steps-list">
        <Step number={1} isDone={found} onPress={() => runCommand('show-catalog')}>
          {t('Find one in the catalog')}
        </Step>
        <Step number={2} isDone={how === 'looked'} cannot={first === undefined} onPress={see}>
          {t('See what it does')}
        </Step>
        <Step number={3} isDone={false} cannot={!found} onPress={() => runCommand('merge')}>
          {t('Merge it')}
        </Step>
      </ol>
      <Button
        look="quiet"
        aria-label={t('Close the first steps')}
        onPress={() => inBackground(change({ firstSteps: 'closed' }))}
      >
        <X aria-hidden size={14} />
      </Button>
      {found ? null : <MadeForThisHost host={host} />}
    </section>
  );
}

function Step({
  number,
  isDone,
  cannot = false,
  onPress,
  children,
}: {
  readonly number: number;
  readonly isDone: boolean;
  readonly cannot?: boolean;
  readonly onPress: () => void;
  readonly children: string;
}) {
  return (
    <li>
      <Button
        look="quiet"
        isDisabled={cannot && !isDone}
        {...(isDone ? { 'aria-label': t('{step}, done', { step: children }) } : {})}
        onPress={onPress}
      >
        <span className={isDone ? 'first-steps-mark first-steps-done' : 'first-steps-mark'} aria-hidden>
          {isDone ? <Check size={12} strokeWidth={3} /> : number}
        </span>
        {children}
      </Button>
    </li>
  );
}

/** The known remote that is made for this system, where none is on. */
function MadeForThisHost({ host }: { readonly host: Snapshot['host'] }) {
  const remotes = useStore((state) => state.catalog?.remotes ?? null);
  const put = useStore((state) => state.putRemote);
  const connection = useStore((state) => state.connection);
  useEffect(() => {
    if (connection === 'open') inBackground(store.getState().watchCatalog());
  }, [connection]);
  const fields = new Map(Object.entries(host.osRelease));
  const [first] = remotes === null || remotes.some(({ enabled }) => enabled) ? [] : suitingFirst(remotes, fields);
  if (first === undefined || knownAt(first.url)?.suits(fields) !== true) return null;
  const turnOn = async (remote: RemoteState) => {
    await put({ ...remote, enabled: true }, false);
    store.getState().setView({ view: 'catalog' });
  };
  return (
    <p className="first-steps-remote">
      <span className="muted">
        {t('You run {os}:', { os: host.osName })} {[first.about, first.runBy].map((one) => one && say(one)).join(' ')}
      </span>
      <Button onPress={() => inBackground(turnOn(first))}>{t('Turn on {name}', { name: first.name })}</Button>
    </p>
  );
}
