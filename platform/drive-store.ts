/** Storing a file in the drive: its bytes first, then its entry, so that a crash in between leaves bytes and no file. */
import { type DriveApi, type DriveFile, type DriveWrite, driveKey } from "../contracts/drive.ts";
import type { Result } from "../contracts/faults.ts";
import { hexText } from "./hmac.ts";

export interface NewDriveFile extends Omit<DriveWrite, "hash" | "size"> {
  bytes: Uint8Array<ArrayBuffer>;
}

/** Faults as `DriveApi.write`. `effect` names the write; the same again is the same write. */
export async function storeDriveFile(
  files: { put(key: string, bytes: Uint8Array<ArrayBuffer>): Promise<unknown> },
  drive: Pick<DriveApi, "write">,
  owner: { tenant: string; bot: string },
  effect: string,
  file: NewDriveFile,
): Promise<Result<DriveFile>> {
  const { bytes, ...rest } = file;
  const hash = hexText(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
  const write = { ...rest, hash, size: bytes.byteLength };
  const attempt = async () => {
    await files.put(driveKey(owner.tenant, owner.bot, hash), bytes);
    return drive.write(effect, write);
  };
  const written = await attempt();
  // A collection may have taken the same content away in between, and has forgotten it now.
  return !written.ok && written.code === "drive.bytes-missing" ? attempt() : written;
}
