import { Fragment, type ReactNode } from 'react';
import { visibleText } from '../../shared/messages/visible.ts';
import './facts.css';

/** What is known, by name: both at the left, so that a long value has room. */
export function Facts({ children }: { readonly children: ReactNode }) {
  return <dl className="facts">{children}</dl>;
}

export function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="muted">{label}</dt>
      <dd className="selectable">{children}</dd>
    </>
  );
}

/** A path that breaks at its slashes, and not inside of a name where that can be helped. */
export function PathText({ children }: { readonly children: string }) {
  const parts = visibleText(children).split(/(?<=\/)/);
  return (
    <bdi className="mono">
      {parts.map((part, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text, which change only with it
        <Fragment key={at}>
          {at === 0 ? null : <wbr />}
          {part}
        </Fragment>
      ))}
    </bdi>
  );
}
