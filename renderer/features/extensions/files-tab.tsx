import { useState } from 'react';
import { Input } from 'react-aria-components/Input';
import { SearchField } from 'react-aria-components/SearchField';
import { say } from '../../../shared/messages/say.ts';
import { counted, t } from '../../../shared/messages/translate.ts';
import type { ContentsPart } from '../../../shared/model/extension.ts';
import type { Rival } from '../../components/file/file-comparison.tsx';
import { FileDialog } from '../../components/file/file-dialog.tsx';
import { OneOf } from '../../components/one-of.tsx';
import { formatBytes, shownLocale } from '../../format.ts';
import { useStore } from '../../state/store.ts';
import { ContentsTree } from './contents-tree.tsx';

/** What is inside: a tree that can be searched, with a mark at each file that replaces another. */
export function FilesTab({ id, contents }: { readonly id: string; readonly contents: ContentsPart }) {
  const snapshotExtensions = useStore((state) => state.snapshot?.extensions);
  const filesAt = useStore((state) => state.filesAt);
  const wanted = filesAt?.id === id ? filesAt.path.slice(1) : '';
  const [query, setQuery] = useState(wanted);
  const [opened, setOpened] = useState(filesAt);
  // Another one was asked for while the tab is shown.
  if (filesAt !== opened) {
    setOpened(filesAt);
    setQuery(wanted);
  }
  const [which, setWhich] = useState<'all' | 'conflicts'>('all');
  const [shown, setShown] = useState<string | null>(null);
  const { entries, problem, files, bytes, truncated, baseKnown } = contents;
  if (problem !== null && entries.length === 0) return <p className="muted">{say(problem)}</p>;
  const rivalsOf = (path: string | null): Rival[] => {
    const entry = entries.find((one) => one.path === path);
    const ofBase: Rival[] = entry?.overrides.includes('base') === true ? [{ id: null, name: t('the OS') }] : [];
    const names = entry === undefined ? [] : [...entry.hiddenBy, ...entry.overrides];
    const extensionClass = id.startsWith('confext') ? 'confext' : 'sysext';
    const others = (snapshotExtensions ?? []).flatMap((one) =>
      one.listed && one.class === extensionClass && names.includes(one.name) ? [{ id: one.id, name: one.name }] : [],
    );
    return [...ofBase, ...others];
  };
  const conflicts = entries.filter((one) => one.overrides.length + one.hiddenBy.length > 0);
  return (
    <>
      {files > 0 ? (
        <div className="files-filter">
          <SearchField aria-label={t('Find a file')} value={query} onChange={setQuery} className="files-search">
            <Input placeholder={t('Find a file')} className="input" />
          </SearchField>
          {conflicts.length === 0 ? null : (
            <OneOf
              look="chips"
              label={t('Show')}
              options={[
                ['all', t('All')],
                ['conflicts', `${t('Conflicts')} ${conflicts.length.toLocaleString(shownLocale())}`],
              ]}
              chosen={which}
              onChoose={setWhich}
            />
          )}
        </div>
      ) : null}
      <ContentsTree
        entries={entries}
        query={query}
        only={which === 'conflicts' ? conflicts : null}
        onOpenFile={setShown}
      />
      <FileDialog id={id} path={shown} rivals={rivalsOf(shown)} onClose={() => setShown(null)} />
      <p className="muted files-sum">
        {counted(files, '{count} file', '{count} files')} · {formatBytes(bytes)}
      </p>
      {problem === null ? null : <p className="muted">{say(problem)}</p>}
      {truncated ? <p className="muted">{t('There is more than is shown here.')}</p> : null}
      {baseKnown ? null : <p className="muted">{t('What it replaces of the OS cannot be seen while it is merged.')}</p>}
    </>
  );
}
