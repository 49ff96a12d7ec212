import { useEffect, useRef, useState } from 'react';
import { say } from '../../../shared/messages/say.ts';
import { counted, t } from '../../../shared/messages/translate.ts';
import type { FleetChanging } from '../../../shared/model/fleet.ts';
import { Button } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { reportOf } from '../../report.ts';
import { inBackground } from '../../state/in-background.ts';
import { client, useStore } from '../../state/store.ts';
import { DeclaredDialog, useCloseDialog, useDeclared } from './declared-dialog.tsx';

/** Has Ansible change hosts: first it is looked what would be changed, then a person says yes. */
export function ChangeDialog() {
  const isOpen = useStore((state) => state.fleetDialog === 'change');
  return isOpen ? <Changing /> : null;
}

function Changing() {
  const readHosts = useStore((state) => state.readHosts);
  const close = useCloseDialog();
  const { source, merge, ids, choices } = useDeclared();
  const { view, problem, asked, start } = useChanging();
  const wanted = JSON.stringify([source, merge, ids]);
  // What was looked at is what is changed.
  const isCurrent = asked === wanted;
  const isRunning = view !== null && !view.isOver;
  const isReady = isCurrent && view?.isOver === true && view.isCheck && view.error === null;
  const canChange = isReady && view.outcomes.length > 0 && view.outcomes.every((one) => one.isDone);
  const isChanged = view?.isOver === true && !view.isCheck;
  const run = (dryRun: boolean) => {
    if (source !== null) inBackground(start({ ids, source, merge, dryRun }, wanted));
  };
  return (
    <DeclaredDialog
      title={t('Change hosts')}
      subtitle={t('By Ansible, one host after the other. Nothing is changed where not all of them can be.')}
      choices={choices}
      actions={
        isChanged ? (
          <Button
            look="primary"
            onPress={() => {
              close();
              inBackground(readHosts(ids));
            }}
          >
            {t('Read again')}
          </Button>
        ) : (
          <>
            <Button isDisabled={source === null || isRunning} onPress={() => run(true)}>
              {t('See what would be changed')}
            </Button>
            <Button look="primary" isDisabled={!canChange || isRunning} onPress={() => run(false)}>
              {canChange
                ? counted(view.outcomes.length, 'Change {count} host', 'Change {count} hosts')
                : t('Change hosts')}
            </Button>
          </>
        )
      }
    >
      {isCurrent ? <Outcomes view={view} problem={problem} /> : null}
    </DeclaredDialog>
  );
}

/** Follows a change; when the dialog goes, the job goes on. */
function useChanging() {
  const [view, setView] = useState<FleetChanging | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [asked, setAsked] = useState<string | null>(null);
  const watching = useRef<AbortController | null>(null);
  useEffect(() => () => watching.current?.abort(), []);
  type Request = Parameters<ReturnType<typeof client>['fleet']['change']>[0];
  async function start(request: Request, what: string): Promise<void> {
    watching.current?.abort();
    const stop = new AbortController();
    watching.current = stop;
    setAsked(what);
    setProblem(null);
    setView({ outcomes: [], isCheck: true, isOver: false, error: null });
    try {
      for await (const now of await client().fleet.change(request, { signal: stop.signal })) {
        if (stop.signal.aborted) return;
        setView(now);
      }
    } catch (error) {
      if (stop.signal.aborted) return;
      const { message, nextStep } = reportOf(error);
      setView(null);
      setProblem([message, nextStep].flatMap((one) => (one === null ? [] : [say(one)])).join(' '));
    }
  }
  return { view, problem, asked, start };
}

function Outcomes({ view, problem }: { readonly view: FleetChanging | null; readonly problem: string | null }) {
  const error = view?.error ?? null;
  const said = problem ?? (error === null ? null : say(error.message));
  if (view === null && said === null) return null;
  return (
    <>
      {said === null ? null : (
        <div role="alert">
          <Notice kind="bad">{said}</Notice>
        </div>
      )}
      {view === null ? null : (
        <ul
          className="fleet-list"
          aria-label={view.isCheck ? t('What would be changed') : t('What was changed')}
          aria-live="polite"
        >
          {view.outcomes.map(({ id, isDone, message }) => (
            <li key={id} className="fleet-line" data-done={isDone || undefined}>
              <div className="fleet-line-text selectable">
                <p>{say(message)}</p>
              </div>
            </li>
          ))}
        </ul>
      )}
      {view === null || view.isOver ? null : <Skeleton waitsFor={t('Ansible asks the hosts.')} />}
    </>
  );
}
