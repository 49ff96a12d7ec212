import { useEffect, useState } from 'react';
import type { Message } from '../../../shared/messages/message.ts';
import type { FileContent } from '../../../shared/model/inspection.ts';
import { formatBytes } from '../../format.ts';
import { reportOf } from '../../report.ts';
import { inBackground } from '../../state/in-background.ts';
import { client, shownHost } from '../../state/store.ts';
import { Button } from '../button.tsx';
import { Modal } from '../modal.tsx';
import { OneOf } from '../one-of.tsx';
import { FileComparison, type Rival } from './file-comparison.tsx';
import { highlightText } from './highlight.ts';
import { UnitOfFile } from './unit-of-file.tsx';
import './file-dialog.css';
import { say } from '../../../shared/messages/say.ts';
import { t } from '../../../shared/messages/translate.ts';

const keyOf = ({ id }: Rival): string => id ?? 'base';

/** One file of an extension, as text with its parts told apart; anything else is refused politely. */
export function FileDialog({
  id,
  path,
  rivals,
  startsCompared = false,
  onClose,
}: {
  readonly id: string;
  readonly path: string | null;
  /** Extensions of its class that have a file at this path too, and the OS where it has one. */
  readonly rivals: readonly Rival[];
  /** Whether it begins with the first of those beside it. */
  readonly startsCompared?: boolean;
  readonly onClose: () => void;
}) {
  const [compared, setCompared] = useState('');
  const [content, setContent] = useState<FileContent | null>(null);
  const [problem, setProblem] = useState<Message | null>(null);
  const first = startsCompared ? rivals[0] : undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what it begins with is of the file, not of every drawing
  useEffect(() => {
    setContent(null);
    setProblem(null);
    setCompared(first === undefined ? '' : keyOf(first));
    if (path === null) return;
    let current = true;
    client()
      .extensions.file({ host: shownHost(), id, path })
      .then((read) => current && setContent(read))
      .catch((error: unknown) => current && setProblem(reportOf(error).message));
    return () => {
      current = false;
    };
  }, [id, path]);
  const other = rivals.find((one) => keyOf(one) === compared);
  return (
    <Modal
      title={path ?? ''}
      isOpen={path !== null}
      onClose={onClose}
      actions={
        <>
          <Button onPress={() => inBackground(navigator.clipboard.writeText(`/${path ?? ''}`))}>
            {t('Copy path')}
          </Button>
          <Button onPress={onClose}>{t('Close')}</Button>
        </>
      }
    >
      {path === null ? null : <UnitOfFile id={id} path={path} />}
      {problem === null ? null : <p>{say(problem)}</p>}
      {content === null || rivals.length === 0 ? null : (
        <div className="file-choice">
          <OneOf
            look="chips"
            label={t('Show')}
            options={[
              ['', t('This file')],
              ...rivals.map((one) => [keyOf(one), t('Compare with {name}', { name: one.name })] as const),
            ]}
            chosen={compared}
            onChoose={setCompared}
          />
        </div>
      )}
      {content === null ? null : other !== undefined ? (
        <FileComparison id={id} content={content} other={other} />
      ) : content.text === null ? (
        <p>{t('This is no text. It has {size}.', { size: formatBytes(content.size) })}</p>
      ) : (
        <>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard */}
          <section className="file" tabIndex={0} aria-label={t('Text of the file')}>
            <pre className="mono selectable">
              {highlightText(content.path, content.text).map(({ text, kind, at }) =>
                kind === null ? (
                  text
                ) : (
                  <span key={at} className={`file-${kind}`}>
                    {text}
                  </span>
                ),
              )}
            </pre>
          </section>
          {content.truncated ? <p className="muted">{t('The file goes on; this is its first part.')}</p> : null}
        </>
      )}
    </Modal>
  );
}
