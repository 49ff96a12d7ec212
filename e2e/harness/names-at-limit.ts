/** Names of extensions whose option string has a length that is asked for. */

/**
 * @param bytes how long the option string is to be
 * @param measure how long it is for some names
 * @returns names of 30 letters and one of whatever fits, at most 255
 */
export function namesOf(bytes: number, measure: (names: readonly string[]) => number): string[] {
  const names: string[] = [];
  for (let at = 10; measure([...names, '', '']) < bytes - 200; at++) names.push(`e${at}`.padEnd(30, 'x'));
  names.push('z'.repeat(bytes - measure([...names, ''])));
  if (measure(names) !== bytes) throw new Error(`no names make ${bytes} bytes`);
  return names;
}
