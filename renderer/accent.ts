/** The desktop's accent colour, where it can be read on our surfaces. */

/** What our own surfaces are in base.css, light and dark. */
const SURFACES = { light: '#ffffff', dark: '#1e1f24' } as const;
/** WCAG 2, level AA for text. */
const LEAST_CONTRAST = 4.5;

type Colour = readonly [red: number, green: number, blue: number];

function parseColour(hex: string): Colour {
  const part = (at: number) => Number.parseInt(hex.slice(at, at + 2), 16);
  return [part(1), part(3), part(5)];
}

/** Relative luminance, as WCAG 2 defines it. */
function luminanceOf([red, green, blue]: Colour): number {
  const linear = (value: number) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

export function contrastOf(one: string, other: string): number {
  const [low = 0, high = 0] = [luminanceOf(parseColour(one)), luminanceOf(parseColour(other))].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** The custom properties that take the accent over in one theme; none where it would be hard to read there. */
export function accentProperties(accent: string, theme: keyof typeof SURFACES): Readonly<Record<string, string>> {
  if (!/^#[0-9a-f]{6}$/i.test(accent)) return {};
  const surface = SURFACES[theme];
  if (contrastOf(accent, surface) < LEAST_CONTRAST) return {};
  const onAccent = ['#ffffff', '#10131f'].find((text) => contrastOf(text, accent) >= LEAST_CONTRAST);
  if (onAccent === undefined) return {};
  const towards = theme === 'light' ? 'black' : 'white';
  return {
    '--accent': accent,
    '--accent-strong': `color-mix(in srgb, ${accent} 85%, ${towards})`,
    '--accent-soft': `color-mix(in srgb, ${accent} 14%, ${surface})`,
    '--selected': `color-mix(in srgb, ${accent} 9%, ${surface})`,
    '--on-accent': onAccent,
  };
}

const NAMES = ['--accent', '--accent-strong', '--accent-soft', '--selected', '--on-accent'];

/** Takes the accent over into the page, or gives our own back. */
export function applyAccent(accent: string, theme: keyof typeof SURFACES): void {
  const { style } = document.documentElement;
  const properties = accentProperties(accent, theme);
  for (const name of NAMES) {
    const value = properties[name];
    if (value === undefined) style.removeProperty(name);
    else style.setProperty(name, value);
  }
}
