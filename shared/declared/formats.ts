/** The forms in which a host is exported. */
export const EXPORT_FORMATS = ['veneer', 'butane-flatcar', 'butane-fcos', 'ignition', 'ansible', 'shell'] as const;
/** Those that a host is set up by. */
export const PROVISION_FORMATS = ['butane-flatcar', 'butane-fcos', 'ignition', 'ansible', 'shell'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];
