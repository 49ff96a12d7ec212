import { ArrowRightLeft, CircleHelp, Minus, Plus } from 'lucide-react';
import { counted, t } from '../../../shared/messages/translate.ts';
import type { MergeOutcome, Plan } from '../../../shared/model/plan.ts';
import { Fold } from '../../components/fold.tsx';
import { Name } from '../../components/name.tsx';
import { type DiffRow, foldRows, type Kind, layerRows } from './layer-rows.ts';
import './layer-diff.css';

const ICONS = { added: Plus, removed: Minus, changed: ArrowRightLeft, unknown: CircleHelp };

/** What comes into each hierarchy, what goes, and what becomes another version. */
export function LayerDiff({ plan: { outcomes } }: { readonly plan: Plan }) {
  const told = outcomes.filter(({ before, after, uncertain }) => before.length + after.length + uncertain.length > 0);
  return told.map((outcome) => (
    <section
      key={outcome.class}
      className="diff"
      aria-label={outcome.class === 'sysext' ? t('Changes in /usr and /opt') : t('Changes in /etc')}
    >
      {told.length > 1 ? <h3 className="diff-title">{outcome.class === 'sysext' ? '/usr, /opt' : '/etc'}</h3> : null}
      <OutcomeDiff outcome={outcome} />
    </section>
  ));
}

function OutcomeDiff({ outcome }: { readonly outcome: MergeOutcome }) {
  const rows = layerRows(outcome);
  const same = outcome.after.filter((name) => !rows.some((one) => one.name === name));
  const { shown, folded } = foldRows(rows);
  return (
    <>
      <DiffList rows={shown} />
      {folded.length === 0 ? null : (
        <Fold label={t('{count} more', { count: folded.length })}>
          <DiffList rows={folded} />
        </Fold>
      )}
      {same.length === 0 ? null : (
        <Fold label={counted(same.length, '{count} stays as it is', '{count} stay as they are')}>
          <p className="diff-same selectable">{same.join(', ')}</p>
        </Fold>
      )}
    </>
  );
}

function DiffList({ rows }: { readonly rows: readonly DiffRow[] }) {
  if (rows.length === 0) return null;
  return (
    <ul className="diff-rows">
      {rows.map(({ name, kind, version }) => {
        const Icon = ICONS[kind];
        return (
          <li key={name} className={`diff-row diff-${kind}`}>
            <Icon role="img" aria-label={wordOf(kind)} size={14} strokeWidth={2.25} />
            <span className="diff-name">
              <Name>{name}</Name>
            </span>{' '}
            <span className="muted">{version}</span>
          </li>
        );
      })}
    </ul>
  );
}

function wordOf(kind: Kind): string {
  switch (kind) {
    case 'added':
      return t('Added');
    case 'removed':
      return t('Taken out');
    case 'changed':
      return t('Another version');
    case 'unknown':
      return t('Not known whether it is merged');
  }
}
