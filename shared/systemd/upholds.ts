/** The units that a unit file or drop-in upholds (Upholds= in systemd.unit(5)). */
export function upheldIn(text: string): string[] {
  const lines = [...text.matchAll(/^[ \t]*Upholds[ \t]*=(.*)$/gm)];
  return lines.flatMap(([, units = '']) => units.split(/\s+/).filter((unit) => unit !== ''));
}
