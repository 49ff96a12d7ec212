import { useState } from 'react';
import { Input } from 'react-aria-components/Input';
import { SearchField } from 'react-aria-components/SearchField';
import type { Contents, Extension } from '../../../shared/model/extension.ts';
import { Section } from '../../components/section.tsx';
import { formatBytes, plural } from '../../format.ts';
import { useExtensionCall } from '../../state/use-call.ts';
import { ContentsTree } from './contents-tree.tsx';
import { FileDialog } from './file-dialog.tsx';

/** What is inside: a tree that can be searched, with a mark at each file that overrides another. */
export function ContentsSection({ extension }: { readonly extension: Extension }) {
  const { id } = extension;
  const { value: contents, problem } = useExtensionCall<Contents>(id, (current, of) =>
    current.extensions.contents({ id: of }),
  );
  const [query, setQuery] = useState('');
  const [shown, setShown] = useState<string | null>(null);
  const sentence = problem ?? contents?.problem ?? null;
  if (sentence !== null) {
    return (
      <Section title="Contents">
        <p className="muted">{sentence}</p>
      </Section>
    );
  }
  if (contents === null) return null;
  return (
    <Section title="Contents" aside={`${plural(contents.files, 'file', 'files')} · ${formatBytes(contents.bytes)}`}>
      {contents.files > 0 ? (
        <SearchField aria-label="Search in the contents" value={query} onChange={setQuery} className="contents-search">
          <Input placeholder="Search files" className="input" />
        </SearchField>
      ) : null}
      <ContentsTree entries={contents.entries} query={query} onOpenFile={setShown} />
      <FileDialog id={id} path={shown} onClose={() => setShown(null)} />
      {contents.truncated ? <p className="muted">There is more than is shown here.</p> : null}
      {contents.baseKnown ? null : (
        <p className="muted">What it overrides in the base cannot be seen while it is merged.</p>
      )}
    </Section>
  );
}
