/** The hash of the helper that came with this program, put in by the build. */
declare const VENEER_HELPER_SHA256: string | undefined;

/** @returns null for what was not built: then only a helper that is root's own file can be installed */
export function helperHash(): string | null {
  return typeof VENEER_HELPER_SHA256 === 'undefined' ? null : VENEER_HELPER_SHA256;
}
