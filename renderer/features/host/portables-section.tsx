import { useState } from 'react';
import { EMPTY_REQUEST } from '../../../shared/changes/empty-request.ts';
import { type Asked, askToDetach, askToReattach } from '../../../shared/changes/portable-request.ts';
import { say } from '../../../shared/messages/say.ts';
import { t } from '../../../shared/messages/translate.ts';
import { visibleText } from '../../../shared/messages/visible.ts';
import type { Portables } from '../../../shared/model/portable.ts';
import { baseOfImage, nameOfImage } from '../../../shared/systemd/portable.ts';
import { DiagnosisList } from '../../components/diagnosis-list.tsx';
import { Name } from '../../components/name.tsx';
import { Pill, type PillKind } from '../../components/pill.tsx';
import { ReasonedButton } from '../../components/reasoned-button.tsx';
import { Section } from '../../components/section.tsx';
import { UnknownSection } from '../../components/unknown-section.tsx';
import { inBackground } from '../../state/in-background.ts';
import { useLookingOnly } from '../../state/looking-only.ts';
import { useOverSsh } from '../../state/over-ssh.ts';
import { store, useStore } from '../../state/store.ts';
import { AttachDialog } from './attach-dialog.tsx';
import { type PortableRow, portableRows } from './portable-rows.ts';
import { usePortables } from './use-portables.ts';
import './portables-section.css';

/** Opens the review of what was asked. */
function reviewPortable(asked: Asked): void {
  if (!('change' in asked)) return;
  const { change } = asked;
  const request = { ...EMPTY_REQUEST, changes: [change], classes: [change.class], action: 'none' as const };
  inBackground(store.getState().reviewRequest(request));
}

/** Images with services that run in a root of their own; nothing where the host has none. */
export function PortablesSection() {
  const found = usePortables();
  const [attaching, setAttaching] = useState<string | null>(null);
  const rows = found === null ? [] : portableRows(found);
  if (useOverSsh()) return <UnknownSection title={t('Portable services')} />;
  if (found === null || rows.length === 0) return null;
  return (
    <Section title={t('Portable services')} aside={rows.length}>
      <ul className="portables">
        {rows.map((row) => (
          <Portable key={row.name} row={row} found={found} onAttach={() => setAttaching(row.name)} />
        ))}
      </ul>
      {found.problems.map(({ path, message }) => (
        <p key={path} className="muted">
          {say(message)}
        </p>
      ))}
      {attaching === null ? null : (
        <AttachDialog name={attaching} found={found} onClose={() => setAttaching(null)} onReview={reviewPortable} />
      )}
    </Section>
  );
}

function Portable({
  row,
  found,
  onAttach,
}: {
  readonly row: PortableRow;
  readonly found: Portables;
  readonly onAttach: () => void;
}) {
  const { name, image, attached, on, units, findings } = row;
  const listed = (names: readonly string[]) => names.map(visibleText).join(', ');
  const facts = [
    ...(attached?.profile == null ? [] : [t('Profile {name}', { name: visibleText(attached.profile) })]),
    ...(attached === null || attached.extensions.length === 0
      ? []
      : [t('With {names}', { names: listed(attached.extensions.map(nameOfImage)) })]),
    ...(on.length === 0 ? [] : [t('On {names}', { names: listed(on) })]),
    ...(attached?.runtime === true ? [t('Until the next boot')] : []),
  ];
  return (
    <li className="portable">
      <div className="portable-head">
        <strong>
          <Name>{name}</Name>
        </strong>
        <State row={row} />
      </div>
      {image?.description == null ? null : (
        <p className="muted">
          <Name>{image.description}</Name>
        </p>
      )}
      {units.length === 0 ? null : <p className="mono selectable">{listed(units)}</p>}
      {facts.length === 0 ? null : <p className="muted">{facts.join(' · ')}</p>}
      {image?.problem == null ? null : <p className="muted">{say(image.problem)}</p>}
      {findings.length === 0 ? null : <DiagnosisList diagnoses={findings} />}
      <Actions row={row} found={found} onAttach={onAttach} />
    </li>
  );
}

const STATES = { failed: 'bad', running: 'good', attached: 'good', detached: 'neutral' } as const satisfies Readonly<
  Record<PortableRow['state'], PillKind>
>;

function State({ row: { image, state } }: { readonly row: PortableRow }) {
  if (image?.kind === 'extension' && state === 'detached') return <Pill kind="neutral">{t('Extension')}</Pill>;
  const words = {
    failed: t('Service failed'),
    running: t('Services run'),
    attached: t('Attached'),
    detached: t('Not attached'),
  };
  return <Pill kind={STATES[state]}>{words[state]}</Pill>;
}

/** What can be asked of it: of an extension nothing, for it is attached with the image below it. */
function Actions({
  row: { name, image, attached, instead, state },
  found,
  onAttach,
}: {
  readonly row: PortableRow;
  readonly found: Portables;
  readonly onAttach: () => void;
}) {
  const cannot = useLookingOnly();
  const isBusy = useStore((store) => store.operation !== null);
  if (image?.kind === 'extension') return null;
  const shown = visibleText(name);
  if (state === 'detached' && instead === null)
    return (
      <div className="portable-actions">
        <ReasonedButton why={cannot} isBusy={isBusy} label={t('Attach {name}', { name: shown })} onPress={onAttach}>
          {t('Attach…')}
        </ReasonedButton>
      </div>
    );
  const now = runsOf(found, name);
  const wishes = { name, extensions: null, profile: null, runtime: false, now, atBoot: false };
  const again = image === null ? null : askToReattach(found, wishes);
  const whyNot = again !== null && 'refusal' in again ? say(again.refusal.message) : null;
  // Another version of it is attached, and portabled has this one take its place.
  const anew = instead === null ? null : t('Use instead of {name}', { name: visibleText(instead) });
  return (
    <div className="portable-actions">
      {again === null ? null : (
        <ReasonedButton
          why={cannot ?? whyNot}
          isBusy={isBusy}
          label={anew === null ? t('Attach anew: {name}', { name: shown }) : `${anew}: ${shown}`}
          onPress={() => reviewPortable(again)}
        >
          {anew ?? t('Attach anew')}
        </ReasonedButton>
      )}
      {attached === null ? null : (
        <ReasonedButton
          why={cannot}
          isBusy={isBusy}
          label={t('Detach {name}', { name: shown })}
          onPress={() => reviewPortable(askToDetach(found, name, now))}
        >
          {t('Detach…')}
        </ReasonedButton>
      )}
    </div>
  );
}

/** Whether services run of what is attached by this name, in whatever version: they are restarted, or stopped before it is detached. */
const runsOf = ({ attached }: Portables, name: string): boolean =>
  attached.some(
    ({ image, units }) => baseOfImage(image) === baseOfImage(name) && units.some(({ running }) => running === true),
  );
