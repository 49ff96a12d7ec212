import { useState } from 'react';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import { t } from '../../../shared/messages/translate.ts';
import { visibleText } from '../../../shared/messages/visible.ts';
import type { DeclaredSource } from '../../../shared/model/fleet.ts';
import { Button } from '../../components/button.tsx';
import { ChoiceMenu } from '../../components/choice-menu.tsx';
import { Field } from '../../components/field.tsx';
import { OneOf } from '../../components/one-of.tsx';
import { useCall } from '../../components/use-call.ts';
import { inBackground } from '../../state/in-background.ts';
import { shownHost } from '../../state/store.ts';

/** Characters that the core takes of such a file. */
const MOST_TEXT = 1_048_576;

/** What hosts are to be made: as the host that is shown, as a set of the person, or as a file says. */
export function SourceChoice({
  source,
  onChange,
}: {
  /** null where nothing is chosen yet. */
  readonly source: DeclaredSource | null;
  readonly onChange: (source: DeclaredSource | null) => void;
}) {
  const { value: sets } = useCall('sets', (api) => api.sets.list({}));
  const [from, setFrom] = useState<DeclaredSource['from']>('host');
  const [text, setText] = useState('');
  const take = (typed: string) => {
    setText(typed);
    onChange(typed.trim() === '' ? null : { from: 'text', text: typed.slice(0, MOST_TEXT) });
  };
  const choose = (next: DeclaredSource['from']) => {
    setFrom(next);
    if (next === 'host') onChange({ from: 'host', host: shownHost() });
    else if (next === 'text') take(text);
    else onChange(sets?.[0] === undefined ? null : { from: 'set', name: sets[0] });
  };
  return (
    <>
      <div className="fleet-source">
        <OneOf
          look="segments"
          label={t('As what')}
          options={[
            ['host', t('As the host shown')],
            ...(sets === null || sets.length === 0 ? [] : [['set', t('As a set')] as const]),
            ['text', t('As a file says')],
          ]}
          chosen={from}
          onChoose={choose}
        />
        {from === 'set' && source?.from === 'set' ? (
          <ChoiceMenu
            label={t('Sets')}
            options={(sets ?? []).map((name) => [name, visibleText(name)] as const)}
            chosen={source.name}
            isPlain={false}
            onChoose={(name) => onChange({ from: 'set', name })}
          />
        ) : null}
        {from === 'text' ? (
          <FileTrigger
            onSelect={(files) => {
              const file = files?.[0];
              if (file !== undefined) inBackground(file.slice(0, MOST_TEXT).text().then(take));
            }}
          >
            <Button>{t('Choose a file…')}</Button>
          </FileTrigger>
        ) : null}
      </div>
      {from === 'text' ? (
        <Field
          label={t('veneer.yaml, Butane or Ignition')}
          value={text}
          lines={7}
          placeholder="veneer: 1"
          onChange={take}
        />
      ) : null}
    </>
  );
}
