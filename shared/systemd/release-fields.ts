/** The fields of os-release that decide whether an extension fits, in the order in which a person fills them in. */
export const RELEASE_FIELDS = ['ID', 'ID_LIKE', 'VERSION_ID', 'SYSEXT_LEVEL', 'CONFEXT_LEVEL'] as const;
export type ReleaseField = (typeof RELEASE_FIELDS)[number];
