/** Where the drive lies in object storage beside its contents (contracts/drive.ts, `driveKey`). */

/** All contents of a bot's drive. */
export const driveFolder = (tenant: string, bot: string): string => `t/${tenant}/drive/${bot}/`;

/** Bytes that come in parts, until their hash is known. */
export const uploadKey = (tenant: string, bot: string, upload: string): string =>
  `t/${tenant}/drive-uploads/${bot}/${upload}`;
