/** The unit of Veneer's own that starts the services of extensions at boot on systems whose systemd does not. */
export const BOOT_REFRESH_UNIT = 'veneer-sysext-services.service';
