/** What a person knows a server by: its name, or of a folder of this machine the whole address. */
export function serverOf(address: string): string {
  try {
    return new URL(address).host || address;
  } catch {
    return address;
  }
}
