/** Where the drive lies in object storage beside its contents (contracts/drive.ts, `driveKey`). */

/** All contents of a bot's drive. */
export const driveFolder = (tenant: string, bot: string): string => `t/${tenant}/drive/${bot}/`;

/** Bytes that come in parts, until their hash is known. */
export const uploadKey = (tenant: string, bot: string, upload: string): string =>
  `t/${tenant}/drive-uploads/${bot}/${upload}`;

/** Pictures made smaller, and first pages: of a content, so they hold for all bots of the tenant that have it. */
export const previewKey = (tenant: string, bot: string, hash: string, form: string): string =>
  `t/${tenant}/drive-previews/${bot}/${hash}/${form}`;
