import { switchFeature } from '../../../shared/changes/feature.ts';
import { t } from '../../../shared/messages/translate.ts';
import type { Feature } from '../../../shared/model/update.ts';
import { Name } from '../../components/name.tsx';
import { Toggle } from '../../components/toggle.tsx';
import { inBackground } from '../../state/in-background.ts';
import { useStore } from '../../state/store.ts';

/** An optional part of what systemd-sysupdate keeps current, with a switch. */
export function FeatureRow({ feature }: { readonly feature: Feature }) {
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
          onChange={(on) => inBackground(decide(switchFeature(name, component, on)))}
        />
      </div>
    </li>
  );
}
