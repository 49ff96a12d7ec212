/** Put in by the build; what runs from the sources has none. */
declare const VENEER_VERSION: string | undefined;
export const VERSION: string = typeof VENEER_VERSION === 'undefined' ? '0.0.0-source' : VENEER_VERSION;
