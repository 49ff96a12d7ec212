declare module 'lz4js' {
  const lz4: {
    /** Unpacks one block into `target`; writes past its end are lost. @returns the bytes that it unpacks to */
    decompressBlock(
      source: Uint8Array,
      target: Uint8Array,
      sourceOffset: number,
      sourceLength: number,
      targetOffset: number,
    ): number;
  };
  export default lz4;
}
