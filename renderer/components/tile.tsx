import type { Extension } from '../../shared/model/extension.ts';
import './tile.css';

/** A letter that a row is known by at a glance: square for system extensions, round for configuration extensions. */
export function Tile({
  name,
  class: extensionClass,
  size = 32,
  dim = false,
}: {
  readonly name: string;
  readonly class: Extension['class'];
  /** Pixels. */
  readonly size?: 22 | 32 | 44;
  /** Of what is disabled. */
  readonly dim?: boolean;
}) {
  return (
    <span
      className={`tile tile-${size} tile-${extensionClass}${dim ? ' tile-dim' : ''}`}
      style={{ '--hue': hueOf(name) } as React.CSSProperties}
      aria-hidden
    >
      {letterOf(name)}
    </span>
  );
}

const segmenter = new Intl.Segmenter();

/** The first sign that a person sees, for names may begin with any. */
function letterOf(name: string): string {
  const letter = name.match(/[\p{L}\p{N}]/u);
  const [first] = segmenter.segment(name.slice(letter?.index ?? 0));
  return (first?.segment ?? '').slice(0, 8).toLocaleUpperCase();
}

/** Degrees; the same for a name in every version and on every host. */
export function hueOf(name: string): number {
  let hash = 2166136261;
  for (const sign of name) hash = Math.imul(hash ^ (sign.codePointAt(0) ?? 0), 16777619);
  return (((hash >>> 8) % 24) * 15 + 7) % 360;
}
