import './progress.css';

/** How far something is. @param part from 0 to 1; null where that cannot be told */
export function Progress({ label, part }: { readonly label: string; readonly part: number | null }) {
  return <progress className="progress" aria-label={label} {...(part === null ? {} : { value: part, max: 1 })} />;
}
