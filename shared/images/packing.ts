/** How the blocks of a squashfs image are packed: every kernel with squashfs reads gzip, Linux 4.14 and later zstd too. */
export const PACKINGS = ['gzip', 'zstd'] as const;
export type Packing = (typeof PACKINGS)[number];
