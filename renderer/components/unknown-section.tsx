import { notKnownOverSsh } from '../state/over-ssh.ts';
import { Section } from './section.tsx';

/** A part of a view with what is not known of a host that is read over SSH. */
export function UnknownSection({ title }: { readonly title: string }) {
  return (
    <Section title={title}>
      <p className="muted setting-none">{notKnownOverSsh()}</p>
    </Section>
  );
}
