/** What another image of an extension changes of its files: in one line, and which they are. */
import { say } from '../../shared/messages/say.ts';
import { counted, t } from '../../shared/messages/translate.ts';
import type { FileChanges } from '../../shared/model/file-changes.ts';
import { formatBytes } from '../format.ts';
import { Fold } from './fold.tsx';
import { Name } from './name.tsx';
import './file-change-list.css';

/** More files than these are folded. */
const MOST_SHOWN = 10;

/** @param lead what stands before it, such as both versions */
export function FileChangeList({
  changes,
  lead = null,
}: {
  readonly changes: FileChanges;
  readonly lead?: string | null;
}) {
  const { problem } = changes;
  const parts = [problem === null ? filesChange(changes) : null, servicesChange(changes), sizeChange(changes)];
  const line = parts.filter((part) => part !== null).join(' · ');
  return (
    <div className="file-changes">
      <p className="selectable">{lead === null ? line : `${lead}: ${line}`}</p>
      {problem === null ? <Paths changes={changes} /> : <p className="muted">{say(problem)}</p>}
      {changes.unsure.count === 0 ? null : (
        <p className="muted">{t('What may differ has the same size, and is too much to compare here.')}</p>
      )}
    </div>
  );
}

/** The first that is not 0 says what is counted. */
function filesChange({ added, changed, removed, unsure }: FileChanges): string {
  const counts = [
    {
      count: added.count,
      first: counted(added.count, '{count} file new', '{count} files new'),
      next: t('{count} new', { count: added.count }),
    },
    {
      count: changed.count,
      first: counted(changed.count, '{count} file changed', '{count} files changed'),
      next: t('{count} changed', { count: changed.count }),
    },
    {
      count: removed.count,
      first: counted(removed.count, '{count} file gone', '{count} files gone'),
      next: t('{count} gone', { count: removed.count }),
    },
    {
      count: unsure.count,
      first: counted(unsure.count, '{count} file may differ', '{count} files may differ'),
      next: t('{count} may differ', { count: unsure.count }),
    },
  ].filter(({ count }) => count > 0);
  if (counts.length === 0) return t('All files are the same');
  return counts.map(({ first, next }, at) => (at === 0 ? first : next)).join(', ');
}

function servicesChange({ units: { added, changed, removed } }: FileChanges): string | null {
  const parts = [
    added.length === 0 ? null : counted(added.length, '{count} service new', '{count} services new'),
    changed.length === 0 ? null : counted(changed.length, '{count} service changed', '{count} services changed'),
    removed.length === 0 ? null : counted(removed.length, '{count} service gone', '{count} services gone'),
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(' · ');
}

/** Of the images, not of what is unpacked. */
function sizeChange({ sizeBefore, sizeAfter }: FileChanges): string | null {
  if (sizeBefore === null || sizeAfter === null) return null;
  if (sizeBefore === sizeAfter) return t('same size');
  return `${sizeAfter > sizeBefore ? '+' : '−'}${formatBytes(Math.abs(sizeAfter - sizeBefore))}`;
}

function Paths({ changes: { added, changed, removed, unsure } }: { readonly changes: FileChanges }) {
  const kinds = [
    { sign: '+', word: t('New'), kind: 'added', ...added },
    { sign: '~', word: t('Changed'), kind: 'changed', ...changed },
    { sign: '−', word: t('Gone'), kind: 'removed', ...removed },
    { sign: '?', word: t('May differ'), kind: 'unsure', ...unsure },
  ];
  const count = kinds.reduce((sum, one) => sum + one.count, 0);
  if (count === 0) return null;
  const list = (
    <ul className="file-change-paths">
      {kinds.flatMap(({ sign, word, kind, count: all, paths }) => [
        ...paths.map((path) => (
          <li key={`${kind} ${path}`} className={`file-${kind}`}>
            <span className="file-change-sign" role="img" aria-label={word} title={word}>
              {sign}
            </span>
            <span className="mono selectable">
              <Name>{path}</Name>
            </span>
          </li>
        )),
        all > paths.length ? (
          <li key={kind} className={`file-${kind}`}>
            <span className="file-change-sign" role="img" aria-label={word} title={word}>
              {sign}
            </span>
            <span className="muted">{t('{count} more', { count: all - paths.length })}</span>
          </li>
        ) : null,
      ])}
    </ul>
  );
  return count > MOST_SHOWN ? <Fold label={t('Which files')}>{list}</Fold> : list;
}
