import { useEffect, useState } from 'react';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { TextField } from 'react-aria-components/TextField';
import { say } from '../../../shared/messages/say.ts';
import { t } from '../../../shared/messages/translate.ts';
import type { Host } from '../../../shared/model/host.ts';
import type { WhatIf } from '../../../shared/model/what-if.ts';
import { Button } from '../../components/button.tsx';
import { Line, Section } from '../../components/section.tsx';
import { client, shownHost, store, useStore } from '../../state/store.ts';

const FIELDS = ['ID', 'VERSION_ID', 'SYSEXT_LEVEL'] as const;
type Fields = Record<(typeof FIELDS)[number], string>;

const WORDS = {
  stays: ['stays', 'good'],
  'comes-in': ['comes in', 'good'],
  'drops-out': ['drops out', 'bad'],
  'stays-out': ['stays out', 'muted'],
  unknown: ['unknown', 'muted'],
} as const satisfies Readonly<Record<WhatIf['outcome'], readonly [string, string]>>;

function fieldsOf({ osRelease }: Host): Fields {
  return {
    ID: osRelease['ID'] ?? '',
    VERSION_ID: osRelease['VERSION_ID'] ?? '',
    SYSEXT_LEVEL: osRelease['SYSEXT_LEVEL'] ?? '',
  };
}

/** Which extensions would fit another release, before the host is updated to it. */
export function WhatIfSection({ host }: { readonly host: Host }) {
  const revision = useStore((state) => state.snapshot?.revision ?? 0);
  const [fields, setFields] = useState<Fields>(() => fieldsOf(host));
  const [outcomes, setOutcomes] = useState<readonly WhatIf[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new reading of the host may change every outcome
  useEffect(() => {
    let current = true;
    client()
      .system.whatIf({ host: shownHost(), fields })
      .then((judged) => current && setOutcomes(judged))
      .catch((error: unknown) => current && store.getState().fail(error));
    return () => {
      current = false;
    };
  }, [fields, revision]);
  const own = fieldsOf(host);
  const changed = FIELDS.some((field) => fields[field] !== own[field]);
  return (
    <Section
      title={t('What if this host ran…')}
      aside={
        changed ? (
          <Button look="quiet" onPress={() => setFields(own)}>
            {t('Reset')}
          </Button>
        ) : null
      }
    >
      <div className="what-if-fields">
        {FIELDS.map((field) => (
          <TextField
            key={field}
            className="what-if-field"
            value={fields[field]}
            maxLength={256}
            onChange={(value) => setFields({ ...fields, [field]: value })}
          >
            <Label className="muted">{field}</Label>
            <Input className="input mono" placeholder={t('not set')} spellCheck={false} />
          </TextField>
        ))}
      </div>
      {outcomes.map(({ id, name, outcome, verdict }) => {
        const [word, look] = WORDS[outcome];
        return (
          <Line key={id} label={name}>
            <span className={look} title={say(verdict.message)}>
              {t(word)}
            </span>
          </Line>
        );
      })}
      {outcomes.length === 0 ? <p className="muted">{t('There is no extension to judge.')}</p> : null}
    </Section>
  );
}
