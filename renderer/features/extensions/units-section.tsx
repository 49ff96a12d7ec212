import { messageOf } from '../../../shared/messages/message.ts';
import { t } from '../../../shared/messages/translate.ts';
import type { Extension } from '../../../shared/model/extension.ts';
import type { Service } from '../../../shared/model/service.ts';
import { ServicesPanel } from '../../components/services-panel.tsx';
import { useStore } from '../../state/store.ts';
import { useServiceStates } from '../../state/use-services.ts';

/** The services that an extension brings, and how they do. */
export function UnitsSection({ extension }: { readonly extension: Extension }) {
  const { units, state } = extension;
  const states = useServiceStates();
  const problem = useStore(({ services }) => services?.problem ?? null);
  if (units.length === 0) return null;
  // What is known by the name is of the entry that counts.
  const services = state === 'hidden' ? null : (states(extension)?.services ?? null);
  return (
    <>
      <ServicesPanel services={services ?? units.map((unit) => notKnown(unit, extension))} problem={problem} />
      <p className="muted">
        {t(
          'systemd decides what to start at boot before it merges extensions, so that enabling a service of one is not enough. It is started where a target upholds it (Upholds=) and the extension has systemd reload (EXTENSION_RELOAD_MANAGER=1), or with “Start their services” under Host.',
        )}
      </p>
    </>
  );
}

/** Those of its services that need a look, where the first look falls, unless the tab with all of them is open. */
export function TroubledServices({ extension }: { readonly extension: Extension }) {
  const states = useServiceStates();
  const isListed = useStore(({ detailsTab }) => detailsTab === 'services');
  const troubled =
    states(extension)?.services.filter(({ status }) => status === 'failed' || status === 'left-over') ?? [];
  if (isListed || extension.state === 'hidden' || troubled.length === 0) return null;
  return <ServicesPanel services={troubled.slice(0, MOST_TROUBLED)} problem={null} />;
}

/** The Services tab has them all. */
const MOST_TROUBLED = 3;

function notKnown(unit: string, { name, class: extensionClass }: Extension): Service {
  return {
    name: unit,
    extension: name,
    class: extensionClass,
    status: 'unknown',
    message: messageOf('service.state-is-not-known'),
    since: null,
    pid: null,
    active: '',
    sub: '',
    load: '',
    wantedBy: [],
    canStart: false,
    canStop: false,
  };
}
