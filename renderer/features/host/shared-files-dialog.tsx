import { useEffect, useState } from 'react';
import { say } from '../../../shared/messages/say.ts';
import { counted, t } from '../../../shared/messages/translate.ts';
import { Button } from '../../components/button.tsx';
import { Modal } from '../../components/modal.tsx';
import { Name } from '../../components/name.tsx';
import { reportOf } from '../../report.ts';
import { client, shownHost } from '../../state/store.ts';
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
  return (
    <Modal
      title={t('Files that collide: {name}', { name: plate?.name ?? '' })}
      isOpen={plate !== null}
      onClose={onClose}
      actions={
        <Button look="primary" onPress={onClose}>
          {t('Close')}
        </Button>
      }
    >
      {plate?.extension == null ? null : <Files id={plate.extension.id} name={plate.name} />}
    </Modal>
  );
}

function Files({ id, name }: { readonly id: string; readonly name: string }) {
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
        />
      ))}
      {[...under].map(([other, pair]) => (
        <PairList
          key={`under ${other}`}
          title={t('{name} wins over {other}', { name: other, other: name })}
          pair={pair}
        />
      ))}
      {isWhole ? null : <p className="muted">{t('Reading the files…')}</p>}
    </>
  );
}

function PairList({ title, pair: { count, paths } }: { readonly title: string; readonly pair: Pair }) {
  return (
    <section className="pair">
      <h3>
        {title} <span className="muted">{counted(count, '{count} file', '{count} files')}</span>
      </h3>
      <ul className="mono selectable">
        {paths.map((path) => (
          <li key={path}>
            <Name>{`/${path}`}</Name>
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
