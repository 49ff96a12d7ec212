/** How images are made. */

/** How the blocks of a squashfs image are packed: every kernel with squashfs reads gzip, Linux 4.14 and later zstd too. */
export const PACKINGS = ['gzip', 'zstd'] as const;
export type Packing = (typeof PACKINGS)[number];

/** What an image is as a whole: a file system alone, or one with dm-verity and a signature in a GPT. */
export const IMAGE_FORMATS = ['squashfs', 'erofs', 'verity'] as const;
export type ImageFormat = (typeof IMAGE_FORMATS)[number];
