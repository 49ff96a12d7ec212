// tsconfig.base.json puts this before the package's own types: they are its sources, which fail under our flags.
/** Unpacks an .lzma stream with its header. */
export function decompress(data: Uint8Array): Uint8Array;
