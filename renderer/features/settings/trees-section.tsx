import { useEffect } from 'react';
import { say } from '../../../shared/messages/say.ts';
import { t } from '../../../shared/messages/translate.ts';
import type { KnownHost } from '../../../shared/model/hosts.ts';
import { Button } from '../../components/button.tsx';
import { Section } from '../../components/section.tsx';
import { inBackground } from '../../state/in-background.ts';
import { store, useStore } from '../../state/store.ts';

/** The trees that the card of the host offers; what is below one stays as it is when it is not offered any more. */
export function TreesSection() {
  const trees = useStore((state) => state.hosts).filter(({ kind }) => kind === 'tree');
  const connection = useStore((state) => state.connection);
  useEffect(() => {
    if (connection === 'open') inBackground(store.getState().loadHosts());
  }, [connection]);
  if (trees.length === 0) return null;
  return (
    <Section title={t('Trees that were opened')}>
      {trees.map((tree) => (
        <TreeLine key={tree.id} tree={tree} />
      ))}
    </Section>
  );
}

function TreeLine({ tree: { id, root, problem } }: { readonly tree: KnownHost }) {
  const forget = useStore((state) => state.forgetHost);
  const isInUse = useStore((state) => state.host === id || state.firstHost === id);
  const name = root ?? id;
  return (
    <section className="remote-line" aria-label={name}>
      <div className="remote-text">
        <div className="mono selectable">{name}</div>
        {problem === null ? null : <div className="muted">{say(problem)}</div>}
      </div>
      <Button aria-label={t('Remove {name}', { name })} isDisabled={isInUse} onPress={() => inBackground(forget(id))}>
        {t('Remove')}
      </Button>
    </section>
  );
}
