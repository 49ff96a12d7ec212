import { useEffect, useState } from 'react';
import { Input } from 'react-aria-components/Input';
import { SearchField } from 'react-aria-components/SearchField';
import type { Contents, Extension } from '../../../shared/model/extension.ts';
import { Section } from '../../components/section.tsx';
import { formatBytes, plural } from '../../format.ts';
import { reportOf } from '../../report.ts';
import { client, useStore } from '../../state/store.ts';
import { ContentsTree } from './contents-tree.tsx';

/** What is inside: a tree that can be searched, with a mark at each file that overrides another. */
export function ContentsSection({ extension }: { readonly extension: Extension }) {
  const { id } = extension;
  const revision = useStore((state) => state.snapshot?.revision ?? 0);
  const [contents, setContents] = useState<Contents | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [query, setQuery] = useState('');
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new reading of the host means new contents
  useEffect(() => {
    let current = true;
    client()
      .extensions.contents({ id })
      .then((read) => current && setContents(read))
      .catch((error: unknown) => current && setProblem(reportOf(error).message));
    return () => {
      current = false;
    };
  }, [id, revision]);
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
      <ContentsTree entries={contents.entries} query={query} />
      {contents.truncated ? <p className="muted">There is more than is shown here.</p> : null}
      {contents.baseKnown ? null : (
        <p className="muted">What it overrides in the base cannot be seen while it is merged.</p>
      )}
    </Section>
  );
}
