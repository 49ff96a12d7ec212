/** What a plan does beside its layers: files that replace others, versions that are deleted, services, and when all that counts. */
import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { isRemove, requestRemoval } from '../../../shared/changes/remove.ts';
import { withRestart } from '../../../shared/changes/restarts.ts';
import { counted, t } from '../../../shared/messages/translate.ts';
import { visibleText } from '../../../shared/messages/visible.ts';
import type { Overlap, Plan } from '../../../shared/model/plan.ts';
import { Choice } from '../../components/choice.tsx';
import { EffectText } from '../../components/effect-text.tsx';
import { Fold } from '../../components/fold.tsx';
import { ServiceEffects } from '../../components/service-effects.tsx';
import { formatBytes } from '../../format.ts';
import { inBackground } from '../../state/in-background.ts';
import { useStore } from '../../state/store.ts';
import './consequences.css';
import { Name } from '../../components/name.tsx';

/** A titled part of what a plan does. */
export function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="consequence" aria-label={title}>
      <h3>{title}</h3>
      <div className="consequence-body">{children}</div>
    </section>
  );
}

/** More pairs than these are folded. */
const MOST_PAIRS = 6;

export function Conflicts({ plan: { overlaps } }: { readonly plan: Plan }) {
  if (overlaps.length === 0) return null;
  // What is replaced of the system itself is the gravest.
  const sorted = [...overlaps].sort((a, b) => Number(b.loser === null) - Number(a.loser === null));
  return (
    <Part title={t('Conflicts')}>
      <ul className="consequence-list">
        {sorted.slice(0, MOST_PAIRS).map((one) => (
          <Conflict key={`${one.class}/${one.winner}/${one.loser}`} overlap={one} />
        ))}
      </ul>
      {sorted.length > MOST_PAIRS ? (
        <Fold label={t('{count} more', { count: sorted.length - MOST_PAIRS })}>
          <ul className="consequence-list">
            {sorted.slice(MOST_PAIRS).map((one) => (
              <Conflict key={`${one.class}/${one.winner}/${one.loser}`} overlap={one} />
            ))}
          </ul>
        </Fold>
      ) : null}
    </Part>
  );
}

function Conflict({ overlap: { winner, loser, files, paths } }: { readonly overlap: Overlap }) {
  const [first = ''] = paths;
  const values = { winner, loser: loser ?? '', path: first };
  const sentence =
    loser === null
      ? counted(files, '{winner} replaces {path} of the OS', '{winner} replaces {count} files of the OS', values)
      : counted(files, '{winner} replaces {path} of {loser}', '{winner} replaces {count} files of {loser}', values);
  return (
    <li className="consequence-warning">
      <TriangleAlert aria-hidden size={14} />
      <div>
        {sentence}
        {files === 1 ? null : (
          <Fold label={t('Which files')}>
            <ul className="consequence-paths mono selectable">
              {paths.map((path) => (
                <li key={path}>
                  <Name>{path}</Name>
                </li>
              ))}
              {files > paths.length ? <li>{t('{count} more', { count: files - paths.length })}</li> : null}
            </ul>
          </Fold>
        )}
      </div>
    </li>
  );
}

/** What is deleted for good, and what could be as well. */
export function StoredVersions({ plan }: { readonly plan: Plan }) {
  const amend = useStore((state) => state.amendReview);
  const { deletes, keeps, request, canUndo, words } = plan;
  const removals = request.changes.filter(isRemove);
  const purges = removals.some(({ purge }) => purge);
  const shown = [...deletes, ...(purges ? [] : keeps)];
  if (shown.length === 0 && !words.destroys) return null;
  const size = formatBytes(shown.reduce((sum, one) => sum + one.size, 0));
  const purge = (on: boolean) =>
    amend({ changes: request.changes.map((one) => (isRemove(one) ? requestRemoval(one, on) : one)) });
  return (
    <Part title={t('Stored versions')}>
      {removals.length > 0 && shown.length > 0 ? (
        <Choice
          label={counted(
            shown.length,
            'Delete its stored version too ({size})',
            'Delete its {count} stored versions too ({size})',
            {
              size,
            },
          )}
          on={purges}
          onChange={(on) => inBackground(purge(on))}
        />
      ) : null}
      {deletes.length === 0 ? null : (
        <ul className="consequence-list">
          {deletes.map((one) => (
            <li key={`${one.class}/${one.name}/${one.version}`} className="consequence-version">
              <Name>{`${one.name} ${one.version}`}</Name>
              <span className="muted">{formatBytes(one.size)}</span>
            </li>
          ))}
        </ul>
      )}
      {deletes.length === 0 && removals.length === 0 ? (
        <p>{t('Nothing is deleted: what is kept is all there is.')}</p>
      ) : null}
      <p className="muted">
        {canUndo
          ? t('Undo brings it back from its stored version.')
          : t('It cannot be undone: get the image again to have it back.')}
      </p>
    </Part>
  );
}

/** Units that come and go, and what can be done for them where systemd does nothing. */
export function Services({ plan: { services, unitsGained, unitsLost, offers, request } }: { readonly plan: Plan }) {
  const amend = useStore((state) => state.amendReview);
  if (services.length + unitsGained.length + unitsLost.length === 0) return null;
  return (
    <Part title={t('Services')}>
      <ServiceEffects effects={services} />
      {services.length > 0 || unitsGained.length === 0 ? null : (
        <p>{t('Brings {units}', { units: shortList(unitsGained) })}</p>
      )}
      {offers.start ? (
        <Choice
          label={t('Start what is enabled of them; systemd does not do it by itself here')}
          on={request.startServices}
          onChange={(startServices) => inBackground(amend({ startServices }))}
        />
      ) : null}
      {services.length > 0 || unitsLost.length === 0 ? null : (
        <p>
          {t('Takes away the files of {units}. What runs of them goes on until it is stopped.', {
            units: shortList(unitsLost),
          })}
        </p>
      )}
      {offers.stop.length === 0 ? null : (
        <Choice
          label={t('Stop {units}', { units: shortList(offers.stop) })}
          on={request.stopServices}
          onChange={(stopServices) => inBackground(amend({ stopServices }))}
        />
      )}
      {offers.restart.map(({ unit, on }) => (
        <Choice
          key={unit}
          label={t('Restart {unit} afterwards', { unit: visibleText(unit) })}
          on={on}
          onChange={(isOn) => inBackground(amend({ restartUnits: withRestart(offers.restart, unit, isOn) }))}
        />
      ))}
    </Part>
  );
}

const MOST_UNITS = 6;

function shortList(units: readonly string[]): string {
  const shown = units.slice(0, MOST_UNITS).join(', ');
  return units.length > MOST_UNITS
    ? t('{units} and {count} more', { units: shown, count: units.length - MOST_UNITS })
    : shown;
}

/** When it counts, and why not at once. */
export function TakesEffect({ plan: { effect } }: { readonly plan: Plan }) {
  if (effect === null) return null;
  return (
    <Part title={t('Takes effect')}>
      <EffectText effect={effect} />
    </Part>
  );
}
