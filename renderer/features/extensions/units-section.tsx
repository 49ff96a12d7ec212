import { t } from '../../../shared/messages/translate.ts';
import { Line, Section } from '../../components/section.tsx';
import { useHostDetails } from '../../state/use-host-details.ts';

/** Units that an extension brings, with their state where a service manager answers. */
export function UnitsSection({ units, name }: { readonly units: readonly string[]; readonly name: string }) {
  const details = useHostDetails(units.length > 0);
  if (units.length === 0) return null;
  return (
    <Section title={t('Services')} aside={units.length}>
      {units.map((unit) => {
        const state = details?.units.find((one) => one.name === unit && one.extension === name);
        return (
          <Line key={unit} label={<span className="mono selectable">{unit}</span>}>
            <UnitWord active={state?.active ?? 'unknown'} load={state?.load ?? 'unknown'} />
          </Line>
        );
      })}
    </Section>
  );
}

function UnitWord({ active, load }: { readonly active: string; readonly load: string }) {
  if (active === 'unknown') return <span className="muted">{t('state unknown')}</span>;
  if (load === 'not-found') return <span className="muted">{t('not loaded')}</span>;
  return <span className={active === 'active' ? 'good' : active === 'failed' ? 'bad' : 'muted'}>{active}</span>;
}
