import { ChevronDown } from 'lucide-react';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { MenuTrigger } from 'react-aria-components/Menu';
import { TextField } from 'react-aria-components/TextField';
import { say } from '../../../shared/messages/say.ts';
import { counted, t } from '../../../shared/messages/translate.ts';
import { Button } from '../../components/button.tsx';
import { ChoiceList } from '../../components/choice-list.tsx';
import { Pill } from '../../components/pill.tsx';
import type { Fate } from './plates.ts';
import { keyOfRelease, NOW, OTHER, type ReleaseChoice } from './use-forecast.ts';
import '../../components/field.css';
import './forecast-bar.css';

/** ID_LIKE goes with ID, and nobody fills it in by itself. */
const FIELDS = ['ID', 'VERSION_ID', 'SYSEXT_LEVEL', 'CONFEXT_LEVEL'] as const;

/** The question that the view answers, and the answer in figures. */
export function ForecastBar({
  choice,
  counts,
}: {
  readonly choice: ReleaseChoice;
  /** null where the host is shown as it is. */
  readonly counts: Readonly<Record<Fate, number>> | null;
}) {
  return (
    <div className="forecast-bar">
      <div className="forecast-question">
        <span className="forecast-label">{t('What if this host ran')}</span>
        <ReleaseMenu choice={choice} />
        <span className="forecast-counts" role="status">
          {counts === null ? null : <Counts counts={counts} />}
        </span>
      </div>
      {choice.key === OTHER ? <OwnFields choice={choice} /> : null}
    </div>
  );
}

function Counts({ counts }: { readonly counts: Readonly<Record<Fate, number>> }) {
  const { stays, unknown, 'drops-out': drops, 'comes-in': comes } = counts;
  return (
    <>
      {drops > 0 ? <Pill kind="bad">{counted(drops, '{count} drops out', '{count} drop out')}</Pill> : null}
      {comes > 0 ? <Pill kind="good">{counted(comes, '{count} comes in', '{count} come in')}</Pill> : null}
      {unknown > 0 ? <Pill kind="unknown">{t('{count} unknown', { count: unknown })}</Pill> : null}
      <Pill kind="neutral">{counted(stays, '{count} stays', '{count} stay')}</Pill>
    </>
  );
}

function ReleaseMenu({ choice }: { readonly choice: ReleaseChoice }) {
  const { releases, key, choose, chosen } = choice;
  const choices = [
    { id: NOW, title: t('What it runs now') },
    ...(releases ?? []).map((one) => ({ id: keyOfRelease(one), title: say(one.title), note: say(one.why) })),
    { id: OTHER, title: t('Another release…') },
  ];
  const shown = key === OTHER ? t('Another release…') : (chosen?.title ?? t('What it runs now'));
  return (
    <MenuTrigger>
      <Button aria-label={`${t('What if this host ran')} ${shown}`}>
        <span className="forecast-chosen">{shown}</span>
        <ChevronDown aria-hidden size={14} />
      </Button>
      <ChoiceList label={t('Releases')} choices={choices} chosen={key} placement="bottom start" onChoose={choose} />
    </MenuTrigger>
  );
}

function OwnFields({ choice: { fields, setFields } }: { readonly choice: ReleaseChoice }) {
  return (
    <div className="forecast-fields">
      {FIELDS.map((field) => (
        <TextField
          key={field}
          className="forecast-field"
          value={fields[field]}
          maxLength={256}
          onChange={(value) => setFields({ ...fields, [field]: value })}
        >
          <Label className="muted">{field}</Label>
          <Input className="input mono" placeholder={t('not set')} spellCheck={false} />
        </TextField>
      ))}
    </div>
  );
}
