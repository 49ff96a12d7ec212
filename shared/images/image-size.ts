/** Bytes that no image of an extension comes near; a server that never ends would fill the disk. */
export const MAX_IMAGE = 64 * 2 ** 30;
