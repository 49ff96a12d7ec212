/** Names of units, as systemd.unit(5) allows them: letters, digits and `:-_.\@`, at most 255 bytes, with a type at the end. */
const UNIT_NAME = /^(?![.-])[A-Za-z0-9:_.\\@-]{1,240}\.(?:service|socket|timer|path|mount|automount|swap)$/;

/** Whether it is the name of a unit that runs or waits by itself; slices, scopes and the like are left out. */
export const isUnitName = (name: string): boolean => UNIT_NAME.test(name);

/** Those that a person starts and stops by name; mounts go with what is in them. */
const STARTABLE = /\.(?:service|socket|timer|path)$/;

/** Whether the helper starts and stops units of this type. */
export const isStartable = (name: string): boolean => isUnitName(name) && STARTABLE.test(name);
