import { useState } from 'react';
import { Input } from 'react-aria-components/Input';
import { SearchField } from 'react-aria-components/SearchField';
import { say } from '../../../shared/messages/say.ts';
import { counted, t } from '../../../shared/messages/translate.ts';
import type { Extension } from '../../../shared/model/extension.ts';
import { Section } from '../../components/section.tsx';
import { formatBytes } from '../../format.ts';
import { ContentsTree } from './contents-tree.tsx';
import { FileDialog } from './file-dialog.tsx';
import { useContents } from './use-contents.ts';

/** What is inside: a tree that can be searched, with a mark at each file that overrides another. */
export function ContentsSection({ extension }: { readonly extension: Extension }) {
  const { id } = extension;
  const contents = useContents(id);
  const [query, setQuery] = useState('');
  const [shown, setShown] = useState<string | null>(null);
  if (contents === null) return null;
  if (contents.problem !== null && contents.entries.length === 0) {
    return (
      <Section title={t('Contents')}>
        <p className="muted">{say(contents.problem)}</p>
      </Section>
    );
  }
  return (
    <Section
      title={t('Contents')}
      aside={`${counted(contents.files, '{count} file', '{count} files')} · ${formatBytes(contents.bytes)}`}
    >
      {contents.files > 0 ? (
        <SearchField
          aria-label={t('Search in the contents')}
          value={query}
          onChange={setQuery}
          className="contents-search"
        >
          <Input placeholder={t('Search files')} className="input" />
        </SearchField>
      ) : null}
      <ContentsTree entries={contents.entries} query={query} onOpenFile={setShown} />
      <FileDialog id={id} path={shown} onClose={() => setShown(null)} />
      {contents.problem === null ? null : <p className="muted">{say(contents.problem)}</p>}
      {contents.truncated ? <p className="muted">{t('There is more than is shown here.')}</p> : null}
      {contents.baseKnown ? null : (
        <p className="muted">{t('What it overrides in the base cannot be seen while it is merged.')}</p>
      )}
    </Section>
  );
}
