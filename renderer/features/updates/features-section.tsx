import { t } from '../../../shared/messages/translate.ts';
import type { Feature } from '../../../shared/model/update.ts';
import { Name } from '../../components/name.tsx';
import { Toggle } from '../../components/toggle.tsx';
import { inBackground } from '../../state/in-background.ts';
import { useStore } from '../../state/store.ts';

/** The optional parts of what systemd-sysupdate keeps current, each a switch. */
export function FeaturesSection({ features }: { readonly features: readonly Feature[] }) {
  if (features.length === 0) return null;
  return (
    <section aria-label={t('Optional features')}>
      <h2 className="updates-title">
        {t('Optional features')} <span className="list-count">{features.length}</span>
      </h2>
      <ul className="updates-list">
        {features.map((feature) => (
          <FeatureRow key={`${feature.component}/${feature.name}`} feature={feature} />
        ))}
      </ul>
    </section>
  );
}

function FeatureRow({ feature }: { readonly feature: Feature }) {
  const decide = useStore((state) => state.decide);
  const busy = useStore((state) => state.updating.length > 0 || state.operation !== null);
  const { component, name, description, documentation, isOn, brings } = feature;
  const facts = [
    component === '' ? t('of the OS') : t('of {component}', { component }),
    brings.length === 0 ? null : t('brings {names}', { names: brings.join(', ') }),
  ];
  return (
    <li className="update">
      <div className="update-text">
        <div className="update-name">
          <strong>
            <Name>{name}</Name>
          </strong>
        </div>
        {description === null ? null : <div className="selectable">{description}</div>}
        <div className="muted">{facts.filter((fact) => fact !== null).join(' · ')}</div>
        {documentation === null ? null : <div className="muted mono selectable">{documentation}</div>}
      </div>
      <div className="update-actions">
        <Toggle
          label={name}
          on={isOn}
          isDisabled={busy}
          onChange={(on) => inBackground(decide({ verb: 'feature', class: 'sysext', name, component, isOn: on }))}
        />
      </div>
    </li>
  );
}
