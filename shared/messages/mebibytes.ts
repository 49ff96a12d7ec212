const MIB = 1024 * 1024;

/** An amount of bytes as a sentence has it: `12 MiB`. What is needed is rounded up. */
export const neededMiB = (bytes: number): string => `${Math.ceil(bytes / MIB)} MiB`;

/** The same of what is there, which is rounded down. */
export const freeMiB = (bytes: number): string => `${Math.floor(bytes / MIB)} MiB`;
