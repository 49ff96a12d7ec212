import { useEffect, useState } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { EMPTY_REQUEST } from '../../../shared/changes/empty-request.ts';
import { switchTo } from '../../../shared/changes/switch.ts';
import { say } from '../../../shared/messages/say.ts';
import { counted, t } from '../../../shared/messages/translate.ts';
import { Button } from '../../components/button.tsx';
import type { Rival } from '../../components/file/file-comparison.tsx';
import { FileDialog } from '../../components/file/file-dialog.tsx';
import { Modal } from '../../components/modal.tsx';
import { Name } from '../../components/name.tsx';
import { reportOf } from '../../report.ts';
import { inBackground } from '../../state/in-background.ts';
import { client, shownHost, store, useStore } from '../../state/store.ts';
import type { Plate } from './plates.ts';
import './shared-files-dialog.css';

/** As many paths of one pair as a person reads. */
const MOST_PATHS = 50;

interface Pair {
  readonly count: number;
  /** The first ones. */
  readonly paths: readonly string[];
}

interface SharedFiles {
  /** By the name of whose files are hidden; `base` for the OS. */
  readonly over: ReadonlyMap<string, Pair>;
  /** By the name of who hides files of this one. */
  readonly under: ReadonlyMap<string, Pair>;
  readonly isWhole: boolean;
  readonly problem: string | null;
}

/** Which files an extension has that others have too, and whose is seen. */
export function SharedFilesDialog({ plate, onClose }: { readonly plate: Plate | null; readonly onClose: () => void }) {
  const [compared, setCompared] = useState<{ readonly path: string; readonly rivals: readonly Rival[] } | null>(null);
  const extensions = useStore((state) => state.snapshot?.extensions ?? []);
  const id = plate?.extension?.id ?? '';
  const rivalOf = (name: string): Rival[] => {
    if (name === 'base') return [{ id: null, name: t('the OS') }];
    const found = extensions.find((one) => one.listed && one.class === plate?.class && one.name === name);
    return found === undefined ? [] : [{ id: found.id, name }];
  };
  const disable = (name: string) => {
    onClose();
    const changes = plate === null ? [] : [switchTo(false, { class: plate.class, name })];
    inBackground(store.getState().reviewRequest({ ...EMPTY_REQUEST, changes, action: 'auto' }));
  };
  return (
    <>
      <Modal
        title={t('Files that collide: {name}', { name: plate?.name ?? '' })}
        isOpen={plate !== null && compared === null}
        onClose={onClose}
        actions={
          <Button look="primary" onPress={onClose}>
            {t('Close')}
          </Button>
        }
      >
        {plate?.extension == null ? null : (
          <Files
            id={id}
            name={plate.name}
            onCompare={(path, other) => setCompared({ path, rivals: rivalOf(other) })}
            onDisable={disable}
          />
        )}
      </Modal>
      <FileDialog
        id={id}
        path={compared?.path ?? null}
        rivals={compared?.rivals ?? []}
        startsCompared
        onClose={() => setCompared(null)}
      />
    </>
  );
}

interface Doing {
  readonly onCompare: (path: string, other: string) => void;
  readonly onDisable: (name: string) => void;
}

function Files({ id, name, onCompare, onDisable }: Doing & { readonly id: string; readonly name: string }) {
  const { over, under, isWhole, problem } = useSharedFiles(id);
  return (
    <>
      {problem === null ? null : <p className="bad">{problem}</p>}
      {[...over].map(([other, pair]) => (
        <PairList
          key={`over ${other}`}
          title={
            other === 'base'
              ? t('{name} replaces files of the OS', { name })
              : t('{name} wins over {other}', { name, other })
          }
          pair={pair}
          loser={other === 'base' ? name : other}
          onCompare={(path) => onCompare(path, other)}
          onDisable={onDisable}
        />
      ))}
      {[...under].map(([other, pair]) => (
        <PairList
          key={`under ${other}`}
          title={t('{name} wins over {other}', { name: other, other: name })}
          pair={pair}
          loser={name}
          onCompare={(path) => onCompare(path, other)}
          onDisable={onDisable}
        />
      ))}
      {isWhole ? null : <p className="muted">{t('Reading the files…')}</p>}
    </>
  );
}

function PairList({
  title,
  pair: { count, paths },
  loser,
  onCompare,
  onDisable,
}: {
  readonly title: string;
  readonly pair: Pair;
  /** Whose being disabled ends it. */
  readonly loser: string;
  readonly onCompare: (path: string) => void;
  readonly onDisable: (name: string) => void;
}) {
  return (
    <section className="pair">
      <div className="pair-head">
        <h3>
          {title} <span className="muted">{counted(count, '{count} file', '{count} files')}</span>
        </h3>
        <Button onPress={() => onDisable(loser)}>{t('Disable {names}', { names: loser })}…</Button>
      </div>
      <ul className="mono selectable">
        {paths.map((path) => (
          <li key={path}>
            <AriaButton className="pair-path" onPress={() => onCompare(path)}>
              <Name>{`/${path}`}</Name>
            </AriaButton>
          </li>
        ))}
        {count > paths.length ? <li>{t('and {count} more', { count: count - paths.length })}</li> : null}
      </ul>
    </section>
  );
}

const NOTHING: SharedFiles = { over: new Map(), under: new Map(), isWhole: false, problem: null };

function useSharedFiles(id: string): SharedFiles {
  const [files, setFiles] = useState(NOTHING);
  useEffect(() => {
    const stop = new AbortController();
    const [over, under] = [new Map<string, Pair>(), new Map<string, Pair>()];
    const follow = async () => {
      for await (const part of await client().extensions.contents({ host: shownHost(), id }, { signal: stop.signal })) {
        for (const { path, overrides, hiddenBy } of part.entries) {
          for (const other of overrides) addTo(over, other, path);
          for (const other of hiddenBy) addTo(under, other, path);
        }
        if (!stop.signal.aborted)
          setFiles({ over: new Map(over), under: new Map(under), isWhole: false, problem: null });
      }
      if (!stop.signal.aborted) setFiles((before) => ({ ...before, isWhole: true }));
    };
    follow().catch((error: unknown) => {
      if (!stop.signal.aborted) setFiles({ ...NOTHING, isWhole: true, problem: say(reportOf(error).message) });
    });
    return () => stop.abort();
  }, [id]);
  return files;
}

function addTo(pairs: Map<string, Pair>, other: string, path: string): void {
  const { count, paths } = pairs.get(other) ?? { count: 0, paths: [] };
  pairs.set(other, { count: count + 1, paths: paths.length < MOST_PATHS ? [...paths, path] : paths });
}
