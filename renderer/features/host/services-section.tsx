import { t } from '../../../shared/messages/translate.ts';
import { Section } from '../../components/section.tsx';
import { ServicesPanel } from '../../components/services-panel.tsx';
import { notKnownOverSsh, useOverSsh } from '../../state/over-ssh.ts';
import { useStore } from '../../state/store.ts';
import { inOrder } from './services-order.ts';

/** The services of all extensions that are merged, and what still runs of others: what needs a look comes first. */
export function ServicesSection() {
  const report = useStore((state) => state.services);
  const isFarAway = useOverSsh();
  const extensions = useStore((state) => state.snapshot?.extensions ?? []);
  if (report === null) return null;
  const merged = new Set(extensions.filter((one) => one.merged).map((one) => `${one.class}/${one.name}`));
  const shown = inOrder(
    report.services.filter((one) => one.status !== 'stopped' || merged.has(`${one.class}/${one.extension}`)),
  );
  return (
    <Section title={t('Services from extensions')} aside={shown.length}>
      {shown.length === 0 ? (
        <p className="muted">{isFarAway ? notKnownOverSsh() : t('None of them brings a service.')}</p>
      ) : (
        <ServicesPanel services={shown} problem={report.problem} naming />
      )}
    </Section>
  );
}
