/**
 * Architectures in systemd's spelling. `kernel` names are what uname(2) and so `process.arch`-free code reports;
 * the table is systemd's architecture.c by its behaviour, kept to the machines that systemd images exist for.
 */
const BY_UNAME: Readonly<Record<string, string>> = {
  x86_64: 'x86-64',
  i686: 'x86',
  i586: 'x86',
  i486: 'x86',
  i386: 'x86',
  aarch64: 'arm64',
  aarch64_be: 'arm64-be',
  armv8l: 'arm',
  armv7l: 'arm',
  armv6l: 'arm',
  armv5tel: 'arm',
  riscv64: 'riscv64',
  riscv32: 'riscv32',
  ppc64le: 'ppc64-le',
  ppc64: 'ppc64',
  ppcle: 'ppc-le',
  ppc: 'ppc',
  s390x: 's390x',
  s390: 's390',
  loongarch64: 'loongarch64',
  mips: 'mips',
  mips64: 'mips64',
  ia64: 'ia64',
  sparc64: 'sparc64',
  alpha: 'alpha',
  parisc64: 'parisc64',
  m68k: 'm68k',
};

const KNOWN = new Set([
  ...Object.values(BY_UNAME),
  'arm-be',
  'mips-le',
  'mips64-le',
  'parisc',
  'sparc',
  'sh',
  'sh64',
  'tilegx',
  'arc',
  'arc-be',
  'cris',
  'nios2',
]);

/** Architectures whose images a machine also runs, systemd's ARCHITECTURE_SECONDARY; used by `.v` directories. */
const SECONDARY: Readonly<Record<string, string>> = { 'x86-64': 'x86', mips64: 'mips', 'mips64-le': 'mips-le' };

/** @param machine the machine field of uname(2); an unknown one is returned unchanged */
export function architectureFromUname(machine: string): string {
  return BY_UNAME[machine] ?? machine;
}

/** Of the Go language, as container images have them, where they are others than uname(2)'s. */
const BY_GO: Readonly<Record<string, string>> = {
  amd64: 'x86-64',
  '386': 'x86',
  arm64: 'arm64',
  arm: 'arm',
  ppc64le: 'ppc64-le',
  loong64: 'loongarch64',
  mipsle: 'mips-le',
  mips64le: 'mips64-le',
};

/** @param name as in the platform of a container image @returns null for one that systemd does not know */
export function architectureFromGo(name: string): string | null {
  const known = Object.hasOwn(BY_GO, name) ? BY_GO[name] : undefined;
  return known ?? (KNOWN.has(name) ? name : null);
}

/** Whether `text` is an architecture in systemd's spelling. */
export function isArchitecture(text: string): boolean {
  return KNOWN.has(text);
}

/** The architectures that a `.v` directory is searched for, best first; the entry without one comes last. */
export function pickableArchitectures(native: string): readonly (string | null)[] {
  const secondary = SECONDARY[native];
  return secondary === undefined ? [native, null] : [native, secondary, null];
}
