import { Search } from 'lucide-react';
import type { ReactNode } from 'react';
import { t } from '../../shared/messages/translate.ts';
import { keyName } from '../commands/keys.ts';
import { runCommand } from '../commands/run.ts';
import { useStore } from '../state/store.ts';
import { Button } from './button.tsx';
import './view-header.css';

/** The top of every view: its title, one line of its state, its own actions, and the palette. */
export function ViewHeader({
  title,
  subtitle = null,
  children,
}: {
  readonly title: string;
  readonly subtitle?: ReactNode;
  /** The actions of this view; nothing that is another view's business. */
  readonly children?: ReactNode;
}) {
  const isSandbox = useStore((state) => state.snapshot?.host.sandbox === true);
  return (
    <header className="view-header">
      <h1 className="view-title">{title}</h1>
      {isSandbox ? <span className="view-tag">{t('Sandbox')}</span> : null}
      <span className="view-subtitle muted" title={typeof subtitle === 'string' ? subtitle : undefined}>
        {subtitle}
      </span>
      {children}
      <Button
        aria-label={`${t('Search or run a command')} ${keyName('Ctrl+K')}`}
        onPress={() => runCommand('open-palette')}
      >
        <Search aria-hidden size={14} /> <kbd className="kbd">{keyName('Ctrl+K')}</kbd>
      </Button>
    </header>
  );
}
