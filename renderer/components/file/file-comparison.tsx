import { useEffect, useState } from 'react';
import type { Message } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import { t } from '../../../shared/messages/translate.ts';
import type { BaseFile, FileContent } from '../../../shared/model/inspection.ts';
import { formatBytes } from '../../format.ts';
import { reportOf } from '../../report.ts';
import { client, shownHost } from '../../state/store.ts';
import { lineChanges } from './line-changes.ts';

export interface Rival {
  /** null for the OS. */
  readonly id: string | null;
  readonly name: string;
}

/** How a file differs from the one of another extension, or of the OS, that stands at the same path. */
export function FileComparison({
  id,
  content,
  other,
}: {
  /** The extension that has it. */
  readonly id: string;
  readonly content: FileContent;
  readonly other: Rival;
}) {
  const [theirs, setTheirs] = useState<FileContent | null>(null);
  const [problem, setProblem] = useState<Message | null>(null);
  const { path } = content;
  useEffect(() => {
    let current = true;
    setTheirs(null);
    setProblem(null);
    readTheirs(other.id, id, path)
      .then((read) => {
        if (!current) return;
        setTheirs(read.content);
        setProblem(read.reason);
      })
      .catch((error: unknown) => current && setProblem(reportOf(error).message));
    return () => {
      current = false;
    };
  }, [other.id, id, path]);
  if (problem !== null) return <p>{say(problem)}</p>;
  if (theirs === null) return null;
  if (content.text === null || theirs.text === null) return <p>{comparedBytes(content, theirs, other.name)}</p>;
  const changes = lineChanges(theirs.text, content.text);
  if (changes === null) return <p>{t('They differ in nearly everything.')}</p>;
  if (changes.every(({ kind }) => kind === 'same'))
    return <p>{content.truncated ? t('Their first parts are the same.') : t('Both files are the same.')}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
    <section className="file" tabIndex={0} aria-label={t('What differs from {name}', { name: other.name })}>
      <pre className="mono selectable">
        {changes.map(({ kind, text, at }) => {
          if (kind === 'same') return <span key={at}>{marked(text, '  ')}</span>;
          return kind === 'new' ? (
            <ins key={at} className="file-new">
              {marked(text, '+ ')}
            </ins>
          ) : (
            <del key={at} className="file-gone">
              {marked(text, '− ')}
            </del>
          );
        })}
      </pre>
    </section>
  );
}

async function readTheirs(other: string | null, id: string, path: string): Promise<BaseFile> {
  const host = shownHost();
  if (other === null) return client().extensions.baseFile({ host, id, path });
  return { content: await client().extensions.file({ host, id: other, path }), reason: null };
}

/** With a sign before each line, so that colour is not the only one. */
const marked = (text: string, sign: string): string => text.replace(/^(?=.|\n)/gm, sign);

/** What is no text is told apart by its size, else by its hash. */
function comparedBytes(ours: FileContent, theirs: FileContent, name: string): string {
  if (ours.size === theirs.size && ours.sha256 !== null && theirs.sha256 !== null)
    return ours.sha256 === theirs.sha256
      ? t('Both files are the same.')
      : t('They are no text. Both have {size}, and differ: SHA-256 {hash} here, {other} in {name}.', {
          size: formatBytes(ours.size),
          hash: shortHash(ours.sha256),
          other: shortHash(theirs.sha256),
          name,
        });
  return t('They are no text. This one has {size}, that of {name} has {other}.', {
    size: formatBytes(ours.size),
    name,
    other: formatBytes(theirs.size),
  });
}

const shortHash = (hash: string): string => `${hash.slice(0, 12)}…`;
